"""What every emitter shares: reading the model, and the frame of its program."""
import argparse
import json
from typing import Any, Callable, Dict

Model = Dict[str, Any]


def load(path: str) -> Model:
    """The model, with functions, callbacks and structures by name under "by_name"."""
    with open(path, encoding="ascii") as f:
        model = json.load(f)
    parts = ("functions", "callbacks", "structs", "enums")
    model["by_name"] = {entry["name"]: entry for part in parts for entry in model[part]}
    return model


def made_by(language: str, model: Model) -> str:
    """The line that a generated file carries at its top, without comment characters."""
    return "made by compat/model/emit_%s.py from vce.h %s; do not edit" % (language, model["version"])


def run(description: str, emit: Callable[[Model], str]) -> None:
    """The program of an emitter: MODEL and OUTPUT on the command line."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("model", help="model.json")
    parser.add_argument("output", help="file to write")
    args = parser.parse_args()
    text = emit(load(args.model))
    with open(args.output, "w", encoding="utf-8") as f:
        f.write(text)
