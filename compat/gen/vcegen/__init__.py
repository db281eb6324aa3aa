"""vcegen: makes protocol stubs and documents from a definition file."""

__version__ = "2.0.0"
