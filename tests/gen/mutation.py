"""Makes definitions that are nearly right: by rules of the grammar, and by changing others; whole
ones, and short ones of a few lines, which are made and read ten times as fast.

Everything comes from a `random.Random`, so a seed and a number make the same definition again.
"""
import random
import re

#: Few names, so that they meet; some that C, the stubs or the grammar have already.
NAMES = """a b x x_len x_p y i j n A B NAME E T s t pt defaultproto new del for this int_ _c _ len
    data IDMAX FUNCID C2S_A sv_sender get_a MAX_CONNECTION PROTOCOL_ID a-1 w->a a.b->c d. >
    version char_ linux p P sv cli""".split()
NUMBERS = """0 1 2 3 4 5 7 10 16 020 0x1F 0b11 252 253 255 256 300 65535 65536 70000 2147483647
    2147483648 4294967295 4294967296 99999999999999999999 08 1e5 0x 1.5""".split()
TYPES = "char uchar short ushort int uint int64 float string stringarray".split()
#: Bytes of a short definition at most.
MAX_SHORT = 1200
#: A line of this kind in a short definition ends it; what follows is the file `more.txt`.
MORE = "--\n"
INCLUDES = ["common", "common", "more", "more", "bad", "end", "loop", "mark", "deep1", "none",
            "folder"]

TOKENS = NAMES + NUMBERS + TYPES + """
    = # \\ ( ) { } [ ] , + - * / -- " "text" "a""b" "\\\\" void uint64
    c2s s2c define static enum struct include ifdef recvlimit sh ch idmax version protocolid
    protocolname serverconnection conn circ vpr_circ workbufsize cliclassmode
    """.split() + ["sh ", "ch\t", "\r", "\0", "é", "\u2028", "コ", "n" * 256,
                   "1" * 1001, "(" * 101]


class Maker:
    """Makes and changes definitions.

    Args:
        corpus: texts to begin with.
    """

    def __init__(self, corpus: list) -> None:
        self._corpus = corpus
        self._random = random.Random()
        self._fresh = 0
        self._structs: list = []

    def definition(self, seed: str) -> bytes:
        """A definition; the same for the same seed and corpus."""
        self._random.seed(seed)
        self._fresh = 0
        self._structs = ["pt"] if self._chance(0.05) else []
        if self._chance(0.5):
            text = self._grammatical()
            if self._chance(0.5):
                return text.encode()
        else:
            text = self._pick(self._corpus)
        for _ in range(self._pick([0, 0, 1, 1, 1, 2, 3, 6])):
            text = self._pick([self._change_token, self._change_token, self._change_line,
                               self._change_number])(text)
        content = text.encode(errors="surrogatepass")
        for _ in range(self._pick([0, 0, 0, 1, 2, 8])):
            content = self._change_byte(content)
        return content

    def short(self, seed: str) -> bytes:
        """A definition of a few lines; the same for the same seed and corpus."""
        self._random.seed(seed)
        self._fresh = 0
        self._structs = []
        kind = self._random.random()
        if kind < 0.45:
            text = self._few_directives()
        elif kind < 0.75:
            text = self._pick(self._corpus)
        elif kind < 0.9:
            text = self._crossed(self._pick(self._corpus), self._pick(self._corpus))
        else:
            text = self._crossed(self._pick(self._corpus), self._few_directives())
        for _ in range(self._pick([0, 0, 1, 1, 1, 2, 3])):
            text = self._pick([self._change_token, self._change_token, self._change_number,
                               self._change_few_lines])(text)
        content = text.encode(errors="surrogatepass")
        for _ in range(self._pick([0, 0, 0, 0, 1, 2])):
            content = self._change_byte(content)
        return content[:MAX_SHORT]

    # ---- Choices ----

    def _chance(self, probability):
        return self._random.random() < probability

    def _pick(self, items):
        return items[int(self._random.random() * len(items))]  # Half of choice's time.

    def _name(self):
        if self._chance(0.6):
            self._fresh += 1
            return f"n{self._fresh}"
        return self._pick(NAMES[:20]) if self._chance(0.9) else self._pick(NAMES)

    def _number(self):
        return self._pick(NUMBERS[:10]) if self._chance(0.9) else self._pick(NUMBERS)

    # ---- By the grammar ----

    def _grammatical(self):
        lines = [self._directive() for _ in range(self._random.randrange(14))]
        head = ['=include "common.txt"'] if self._chance(0.97) else []
        head += ["=protocolname p"] if self._chance(0.7) else []
        return "".join(f"{line}\n" for line in head + lines)

    def _few_directives(self):
        lines = [self._directive() for _ in range(self._pick([1, 1, 1, 2, 2, 3]))]
        if self._chance(0.2):
            lines.insert(0, self._pick(["=protocolname p", "=idmax 300", "=define K 3"]))
        if self._chance(0.1):
            lines.insert(self._random.randrange(len(lines) + 1),
                         f'=include "{self._pick(INCLUDES)}.txt"')
        text = "\n".join(lines) + self._pick(["\n", "\n", "\n", ""])
        return text + "\n" + MORE + self._directive() if self._chance(0.05) else text

    def _directive(self):
        kind = self._random.randrange(20)
        if kind < 8:
            number = "" if self._chance(0.6) else str(self._random.randrange(260))
            direction = self._pick(["c2s", "s2c"])
            return f"={direction} {number} {self._name()}({self._parameters(0)})"
        if kind < 11:
            name = self._name()
            self._structs.append(name)
            return f"=struct {name} {{ {self._parameters(1)} }}"
        if kind < 14:
            return f"={self._pick(['define', 'static'])} {self._name()} {self._expression(0)}"
        if kind < 16:
            value = self._expression(0) if self._chance(0.4) else ""
            return f"=enum {self._name()} {self._name()} {value}"
        return self._pick([
            f"=idmax {self._expression(1)}", f"=version {self._expression(1)}",
            f"=ifdef {self._name()} {self._name()}",
            f"=recvlimit {self._name()} {self._number()} {self._number()}",
            f"=protocolid {self._number()}", f"=cliclassmode {self._number()}",
            f"=serverconnection {self._pick(['conn', 'circ', 'vpr_circ'])}",
            f"=protocolname {self._name()}", "=# comment", f"=sh // {self._name()}", "text",
        ])

    def _parameters(self, least):
        count = self._random.randrange(least, 5)
        return ", ".join(self._parameter() for _ in range(count))

    def _parameter(self):
        kind = self._pick(self._structs or TYPES) if self._chance(0.3) else self._pick(TYPES)
        sizes = {"string": 1, "stringarray": 2}.get(kind, self._pick([0, 0, 1]))
        brackets = "".join(f"[{self._size()}]" for _ in range(sizes))
        return f"{kind} {self._name()}{brackets}"

    def _size(self):
        return self._pick(NUMBERS[:10]) if self._chance(0.9) else self._expression(1)

    def _expression(self, depth):
        kind = self._random.randrange(10) + depth
        if kind < 2:
            operator = self._pick("+-*/")
            return f"{self._expression(depth + 1)} {operator} {self._expression(depth + 1)}"
        if kind == 2:
            return f"({self._expression(depth + 1)})"
        if kind == 3:
            return f"-{self._expression(depth + 1)}"
        if kind == 4:
            return self._pick(["COMMON", "K"]) if self._chance(0.9) else self._name()
        if kind == 5 and depth == 0:
            return self._pick(['"text"', '"a" + "b"', '"\\n"'])
        return self._number()

    # ---- By changes ----

    def _change_token(self, text):
        tokens = re.findall(r"\w+|\s+|.", text) or [""]
        place = self._random.randrange(len(tokens))
        other = self._random.randrange(len(tokens))
        kind = self._random.randrange(5)
        if kind == 0:
            del tokens[place]
        elif kind == 1:
            tokens.insert(place, self._pick(TOKENS))
        elif kind == 2:
            tokens[place] = self._pick(TOKENS)
        elif kind == 3:
            tokens[place], tokens[other] = tokens[other], tokens[place]
        else:
            tokens[place:place] = [" ", tokens[other], " "] * self._pick([1, 1, 2, 50])
        return "".join(tokens)

    def _change_number(self, text):
        numbers = list(re.finditer(r"\b\d+\b", text))
        if not numbers:
            return text
        found = self._pick(numbers)
        return text[:found.start()] + self._number() + text[found.end():]

    def _change_line(self, text):
        lines = text.splitlines(keepends=True) or [""]
        place = self._random.randrange(len(lines))
        other = self._random.randrange(len(lines))
        kind = self._random.randrange(6)
        if kind == 0:
            del lines[place]
        elif kind == 1:
            lines.insert(place, lines[other])
        elif kind == 2:
            lines[place], lines[other] = lines[other], lines[place]
        elif kind == 3:
            lines[place] = lines[place].rstrip("\n") + self._pick([" \\\n", "\r\n", ""])
        elif kind == 4:
            lines[place:place] = self._grammatical().splitlines(keepends=True)
        else:
            # Doubles a value with each line.
            lines[place:place] = [f"=define D{i} D{i - 1} {self._pick('+*')} D{i - 1}\n"
                                  for i in range(1, self._random.randrange(2, 60))]
            lines.insert(place, f"=define D0 {self._pick(['3', '99', NUMBERS[18]])}\n")
        return "".join(lines)

    def _change_few_lines(self, text):
        lines = text.splitlines(keepends=True) or [""]
        place = self._random.randrange(len(lines))
        kind = self._random.randrange(6)
        if kind == 0:
            del lines[place]
        elif kind == 1:
            lines.insert(place, self._pick(lines))
        elif kind == 2:
            lines[place:place + 2] = reversed(lines[place:place + 2])
        elif kind == 3:
            lines[place] = lines[place].rstrip("\n") + self._pick([" \\\n", "\r\n", ""])
        elif kind == 4:
            lines.insert(place, self._directive() + "\n")
        else:
            lines[place:place + 1] *= self._pick([2] * 20 + [3, 4, 8] * 6 + [130])
        return "".join(lines)

    def _crossed(self, text, other):
        """The beginning of a text and the end of another one."""
        lines, others = text.splitlines(keepends=True), other.splitlines(keepends=True)
        return "".join(lines[:self._random.randrange(len(lines) + 1)]
                       + others[self._random.randrange(len(others) + 1):])

    def _change_byte(self, content):
        place = self._random.randrange(len(content) + 1)
        kind = self._random.randrange(4)
        if kind == 0:
            return content[:place] + content[place + 1:]
        if kind == 1:
            return content[:place] + bytes([self._random.randrange(256)]) + content[place:]
        if kind == 2:
            return content[:place] + bytes([self._random.randrange(256)]) + content[place + 1:]
        other = self._random.randrange(len(content) + 1)
        return content[:place] + content[other:other + self._random.randrange(200)] \
            + content[place:]
