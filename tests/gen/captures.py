"""Captures made byte by byte: pcap files with TCP sessions on the loopback."""
import struct

RAW_IP = 101
HEADER = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 0x40000, RAW_IP)
SERVER_PORT = 5000


class Capture:
    """A capture that grows by segments.

    Attributes:
        packets: their number.
    """

    def __init__(self):
        self._content = HEADER
        self._next = {}
        self.packets = 0

    def add(self, client_port, to_server, data):
        """Append one segment, at most 60,000 bytes."""
        ports = (client_port, SERVER_PORT) if to_server else (SERVER_PORT, client_port)
        here, there = ports, ports[::-1]
        sequence, acknowledged = self._next.get(here, 1), self._next.get(there, 1)
        self._next[here] = sequence + len(data)
        tcp = struct.pack(">HHIIBBHHH", *ports, sequence, acknowledged, 5 << 4, 0x18, 65535, 0, 0)
        ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp) + len(data), 0, 0, 64, 6, 0,
                         b"\x7f\0\0\1", b"\x7f\0\0\1")
        packet = ip + tcp + data
        self._content += struct.pack("<IIII", self.packets, 0, len(packet), len(packet)) + packet
        self.packets += 1

    def session(self, client_port, records, framing, segment=60000):
        """Append a connection that carries records.

        Args:
            records: (whether to the server, bytes) each.
            framing: bytes of the length in front of each record, 2 or 4.
            segment: bytes of a segment; what goes the same way without a break is cut after them.
        """
        stream, direction = b"", None
        for to_server, record in [*records, (None, b"")]:
            if to_server is not direction:
                for at in range(0, len(stream), segment):
                    self.add(client_port, direction, stream[at:at + segment])
                stream, direction = b"", to_server
            stream += len(record).to_bytes(framing, "big") + record

    def write(self, path):
        """Write the pcap file."""
        path.write_bytes(self._content)
