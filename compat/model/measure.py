"""Asks the C compiler what only it knows: values of constants, sizes and offsets of structures."""
import json
import os
import subprocess
import tempfile

from header import Problem


def program(structs, integers, strings):
    """C text that prints one JSON object."""
    lines = ["#include <stddef.h>", "#include <stdio.h>", "#include <vce.h>", "",
             "static void text(const char *s) {", "  putchar('\"');",
             "  for (; *s; s++)",
             "    if (*s == '\\n') printf(\"\\\\n\");",
             "    else if (*s == '\"' || *s == '\\\\') printf(\"\\\\%c\", *s);",
             "    else putchar(*s);",
             "  putchar('\"');", "}", "", "int main(void) {", '  printf("{\\"integers\\":{");']
    for n, name in enumerate(integers):
        lines.append('  printf("%s\\"%s\\":%%lld", (long long)(%s));'
                     % ("," if n else "", name, name))
    lines.append('  printf("},\\"strings\\":{");')
    for n, name in enumerate(strings):
        lines.append('  printf("%s\\"%s\\":"); text(%s);' % ("," if n else "", name, name))
    lines.append('  printf("},\\"structs\\":{");')
    for n, (c, fields) in enumerate(structs):
        lines.append('  printf("%s\\"%s\\":{\\"size\\":%%zu,\\"align\\":%%zu,\\"fields\\":[", '
                     "sizeof(%s), _Alignof(%s));" % ("," if n else "", c, c, c))
        for m, field in enumerate(fields):
            lines.append('  printf("%s[%%zu,%%zu]", offsetof(%s, %s), sizeof(((%s *)0)->%s));'
                         % ("," if m else "", c, field, c, field))
        lines.append('  printf("]}");')
    return "\n".join(lines + ['  printf("}}\\n");', "  return 0;", "}", ""])


def measure(compiler, include, structs, integers, strings):
    """{"integers": {name: value}, "strings": {name: text},
    "structs": {c: {"size", "align", "fields": [(offset, size)]}}}.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, binary = os.path.join(folder, "measure.c"), os.path.join(folder, "measure")
        with open(source, "w") as f:
            f.write(program(structs, integers, strings))
        command = [*compiler.split(), "-std=gnu11", "-I", include, source, "-o", binary]
        built = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               check=False)
        if built.returncode:
            raise Problem("the compiler does not take what vce.h says:\n" + built.stdout)
        return json.loads(subprocess.run([binary], check=True, stdout=subprocess.PIPE,
                                         timeout=60).stdout)
