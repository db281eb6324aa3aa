"""The command: options, files, exit status."""
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import unittest
import unittest.mock

from support import DATA, GEN, HEAD, GeneratorTest, run
from vcegen import options

TEXT = HEAD + "=version 2\n=c2s 1 a( int x )\n=s2c 2 b( char y[4] )\n"
BOTH = ["p_cli.c", "p_cli.cpp", "p_cli.h", "p_sv.c", "p_sv.cpp", "p_sv.h"]


class Options(GeneratorTest):
    def setUp(self):
        super().setUp()
        self.write("proto.txt", TEXT)

    def files(self, *arguments):
        result = self.command(*arguments)
        self.assertEqual((result.status, result.err), (0, ""), arguments)
        return sorted(result.files)

    def model(self, *arguments):
        result = self.command("--outputs", "json", "--stdout", *arguments)
        self.assertEqual((result.status, result.err), (0, ""), arguments)
        return json.loads(result.out)

    def test_default_outputs(self):
        self.assertEqual(self.files("proto.txt"), BOTH)

    def test_suppressed_outputs(self):
        for arguments, expected in [
            (["--noc"], ["p_cli.cpp", "p_cli.h", "p_sv.cpp", "p_sv.h"]),
            (["--nocpp"], ["p_cli.c", "p_cli.h", "p_sv.c", "p_sv.h"]),
            (["--nosv"], ["p_cli.c", "p_cli.cpp", "p_cli.h"]),
            (["--nocli", "--noc"], ["p_sv.cpp", "p_sv.h"]),
            (["--noc", "--nocpp"], []),
            (["--nosv", "--nocli"], []),
            (["--noruby", "--norb", "--use_const"], BOTH),
            (["--outputs", "c"], ["p_cli.c", "p_cli.h", "p_sv.c", "p_sv.h"]),
            (["--outputs", "json,cpp,json", "--nocpp"], ["p.json"]),
            (["--outputs", "none"], []),
        ]:
            for path in self.folder.glob("p*.[cjh]*"):
                path.unlink()
            self.assertEqual(self.files(*arguments, "proto.txt"), expected, arguments)

    def test_both_languages_have_the_same_content(self):
        self.files("proto.txt")
        for side in ("sv", "cli"):
            texts = [(self.folder / f"p_{side}.{end}").read_text() for end in ("c", "cpp")]
            self.assertEqual(texts[0], texts[1])

    def test_options_stand_anywhere(self):
        for arguments in (["proto.txt", "--protocolname", "q"],
                          ["--protocolname", "q", "proto.txt"],
                          ["--noc", "proto.txt", "--protocolname", "q", "--nosv"],
                          ["other.txt", "--protocolname", "q", "proto.txt"]):
            self.assertEqual(self.model(*arguments)["name"], "q", arguments)

    def test_values_beat_the_definition(self):
        model = self.model("proto.txt", "--protocolname", "q", "--version", "0x10",
                           "--serverconnection", "circ", "--workbufsize", "9")
        self.assertEqual((model["name"], model["version"], model["server_connection"]),
                         ("q", 16, "circ"))
        model = self.model("proto.txt", "--protocolname", "defaultproto", "--version", "-1")
        self.assertEqual((model["name"], model["version"]), ("p", 2))

    def test_server_connection_of_the_file_counts_without_the_option(self):
        self.write("circ.txt", "=serverconnection circ\n")
        self.assertEqual(self.model("circ.txt")["server_connection"], "circ")

    def test_identifier(self):
        self.write("other.txt", "--protocolname q\n=protocolname r\n")
        self.assertEqual(self.model("--identifier", "--", "other.txt")["name"], "q")
        self.write("bare.txt", "protocolname q\n\n# nothing else\n")
        self.assertEqual(self.model("--identifier", "", "bare.txt")["name"], "q")

    def test_wrong_usage(self):
        for arguments, message in [
            ([], "expected a definition file"),
            ([""], "expected a definition file"),
            (["--nonsense", "proto.txt"], "unknown option --nonsense"),
            (["proto.txt", "-x"], "unknown option -x"),
            (["proto.txt", "--version"], "--version: expected a value"),
            (["proto.txt", "--version", "one"], "--version: expected a number, found 'one'"),
            (["proto.txt", "--version", "0x100000000"], "a number of 32 bits"),
            (["proto.txt", "--protocolname", "a/b"], "expected a C identifier, found 'a/b'"),
            (["proto.txt", "--protocolname", "enum"], "expected a C identifier"),
            (["proto.txt", "--serverconnection", "foo"], "expected conn, circ or vpr_circ"),
            (["proto.txt", "--workbufsize", "x"], "expected a number"),
            (["proto.txt", "--identifier", "=\n"], "expected a text without a line end"),
            (["proto.txt", "--outputs", "c,perl"], "found 'perl'"),
            (["proto.txt", "--outputs", ""], "found ''"),
            (["proto.txt", "--output-dir", ""], "expected the name of a folder"),
            (["proto.txt", "--depfile", ""], "expected the name of a file"),
            (["proto.txt", "--vce_include_path", 'a"b'], "expected a path"),
            (["proto.txt", "--func_counter_type", "int;"], "expected a C type"),
            (["proto.txt", "--stdout", "--check"], "exclude each other"),
        ]:
            with self.subTest(arguments=arguments):
                result = self.command(*arguments)
                self.assertEqual((result.status, result.files), (2, {}))
                self.assertIn(message, result.err)
                self.assertTrue(result.out.startswith("usage: vcegen [options] FILE\n"))

    def test_help_and_version(self):
        for arguments in (["-h"], ["proto.txt", "--help"]):
            result = self.command(*arguments)
            self.assertEqual((result.status, result.err, result.files), (0, "", {}))
            self.assertIn("--output-dir DIR", result.out)
        for argument in ("-V", "--program-version"):
            self.assertRegex(self.command(argument).out, r"^vcegen \d+\.\d+\.\d+\n$")

    def test_manual_page_and_usage_name_every_option(self):
        known = {*options._WITH_VALUE, *options._WITHOUT, *options._FLAGS, *options._OMITTED,
                 "--use_const"}
        page = (GEN.parent.parent / "man" / "vcegen.1").read_text().replace("\\-", "-")
        page = page.split(".SH OUTPUTS")[0]
        for text in (options.USAGE, page):
            self.assertEqual(set(re.findall(r"(?<![\w-])--?[A-Za-z][\w-]*", text)), known)

    def test_manual_page_names_every_member_of_the_model(self):
        page = (GEN.parent.parent / "man" / "vcegen.1").read_text()
        page = page.split(".SH JSON")[1].split(".SH EXIT")[0]
        result = self.command(str(DATA / "full.txt"), "--outputs", "json", "--stdout")
        members = set(re.findall(r'^ *"(\w+)":', result.out, re.M))
        self.assertGreater(len(members), 40)
        self.assertEqual({m for m in members if not re.search(rf"\b{m}\b", page)}, set())

    def test_sample_programs_are_not_made(self):
        result = self.command("proto.txt", "--output_test_sv", "--output_test_recv_cli")
        self.assertEqual((result.status, result.err, sorted(result.files)), (0, "", BOTH))
        self.assertEqual(result.out.count("there are no sample programs"), 2)

    def test_look_of_the_stubs(self):
        result = self.command("proto.txt", "--vce_include_path", "net/vce.h",
                              "--func_counter_type", "unsigned long")
        header = result.files["p_sv.h"]
        self.assertIn('#include "net/vce.h"', header)
        self.assertIn("unsigned long p_get_a_recv_count(", header)
        self.assertNotIn("double", header)
        self.command("proto.txt")
        self.assertIn('#include "vce.h"', (self.folder / "p_sv.h").read_text())
        self.assertIn("double p_get_a_recv_count(", (self.folder / "p_sv.h").read_text())

    def test_version_macros(self):
        self.command("proto.txt")
        self.assertNotIn("P_SUBVERSION", (self.folder / "p_cli.h").read_text())
        result = self.command("proto.txt", "--version-macros")
        sub_version = self.model("proto.txt")["sub_version"]
        for name in ("p_sv.h", "p_cli.h"):
            self.assertRegex(result.files[name], r"#define P_VERSION 2u?\n")
            self.assertRegex(result.files[name], rf"#define P_SUBVERSION {sub_version}u?\n")
        self.write("proto.txt", TEXT + "=define SUBVERSION 1\n")
        self.assertEqual(self.command("proto.txt", "--outputs", "none").status, 0)
        result = self.command("proto.txt", "--outputs", "none", "--version-macros")
        self.assertEqual(result.status, 1)
        self.assertIn("'P_SUBVERSION' of define 'SUBVERSION' is taken", result.err)


class Files(GeneratorTest):
    def test_files_go_to_the_current_folder(self):
        self.write("sub/proto.txt", TEXT)
        self.assertEqual(sorted(self.command("sub/proto.txt").files), BOTH)

    def test_output_dir_is_made(self):
        self.write("proto.txt", TEXT)
        result = self.command("proto.txt", "--output-dir", "out/stubs", "--noc")
        self.assertEqual(sorted(result.files), [f"out/stubs/{n}" for n in BOTH if n[-2:] != ".c"])

    def test_head_names_the_definition_without_its_folder(self):
        self.write("sub/proto.txt", TEXT)
        for name, text in self.command(str(self.folder / "sub" / "proto.txt")).files.items():
            self.assertIn("proto.txt", "".join(text.splitlines()[:5]), name)
            self.assertNotIn("sub/", text)

    def test_current_files_are_left_alone_and_others_replaced(self):
        self.write("proto.txt", TEXT)
        self.command("proto.txt")
        os.utime("p_sv.h", (1, 1))
        self.write("p_sv.c", "stale")
        self.assertEqual(sorted(self.command("proto.txt").files), ["p_sv.c"])
        self.assertEqual(os.stat("p_sv.h").st_mtime, 1)

    def test_mode_follows_the_umask(self):
        self.write("proto.txt", TEXT)
        before = os.umask(0o027)
        self.addCleanup(os.umask, before)
        self.command("proto.txt")
        self.assertEqual(stat.S_IMODE(os.stat("p_sv.h").st_mode), 0o640)

    def test_nothing_is_written_after_errors(self):
        self.write("proto.txt", TEXT + "=foo\n")
        result = self.command("proto.txt", "--output-dir", "out", "--depfile", "x.d")
        self.assertEqual((result.status, result.out, result.files), (1, "", {}))
        self.assertTrue(result.err.startswith("proto.txt:6:2: error: "))
        self.assertFalse(os.path.exists("out"))

    def test_nothing_is_written_if_one_file_cannot_be(self):
        self.write("proto.txt", TEXT)
        os.mkdir("p_sv.h")
        result = self.command("proto.txt")
        self.assertEqual((result.status, result.files), (1, {}))
        self.assertIn("cannot write p_sv.h: Is a directory", result.err)
        self.assertEqual(sorted(os.listdir()), ["p_sv.h", "proto.txt"])

    def test_output_dir_that_is_a_file(self):
        self.write("proto.txt", TEXT)
        result = self.command("proto.txt", "--output-dir", "proto.txt")
        self.assertEqual((result.status, result.files), (1, {}))
        self.assertIn("cannot write proto.txt", result.err)

    @unittest.skipUnless(os.path.exists("/dev/full"), "needs /dev/full")
    def test_full_disk(self):
        self.write("proto.txt", TEXT)
        with unittest.mock.patch("builtins.open", self.open_full):
            result = self.command("proto.txt")
        self.assertEqual((result.status, result.files), (1, {}))
        self.assertRegex(result.err, r"^vcegen: error: cannot write p_sv\.\w+: No space left")
        self.assertEqual(os.listdir(), ["proto.txt"])

    @staticmethod
    def open_full(name, mode="r", **keywords):
        """As open(), but the device of one file is full."""
        if str(name).startswith(".p_sv.c."):
            os.symlink("/dev/full", name)
        return io.open(name, mode, **keywords)

    def test_standard_output_may_be_closed(self):
        self.write("proto.txt", TEXT + "=recvlimit nobody 1 2\n")
        result = self.process(command=["sh", "-c", f"{sys.executable} {GEN}/main.py proto.txt >&-"])
        self.assertEqual((result.status, result.err, sorted(result.files)), (0, "", BOTH))

    def test_definition_is_not_overwritten(self):
        self.write("p_sv.h", TEXT)
        result = self.command("p_sv.h")
        self.assertEqual((result.status, result.files), (1, {}))
        self.assertIn("p_sv.h would overwrite the definition", result.err)

    def test_unreadable_definition(self):
        os.mkdir("folder")
        for name in ("nope.txt", "folder", "a\0b"):
            result = self.command(name)
            self.assertEqual((result.status, result.files, result.out), (1, {}, ""))
            self.assertIn("vcegen: error: cannot read ", result.err)

    def test_warnings_go_to_standard_output(self):
        self.write("proto.txt", TEXT + "=recvlimit nobody 1 2\n")
        result = self.command("proto.txt", "--outputs", "json")
        self.assertEqual((result.status, result.err, list(result.files)), (0, "", ["p.json"]))
        self.assertTrue(result.out.startswith("proto.txt:6:12: warning: "))

    def test_odd_names_of_definitions(self):
        for name in ("a*/b.txt", "x\ny.txt", b"\xff.txt".decode(errors="surrogateescape")):
            os.makedirs("a*", exist_ok=True)
            with open(name, "w", encoding="utf-8") as file:
                file.write(TEXT)
            result = self.command(name)
            self.assertEqual((result.status, result.err, sorted(result.files)), (0, "", BOTH))
            for path in BOTH:
                os.unlink(path)


class Stdout(GeneratorTest):
    def test_one_file_is_printed_bare(self):
        self.write("proto.txt", TEXT + "=recvlimit nobody 1 2\n")
        result = self.command("proto.txt", "--outputs", "json", "--stdout")
        self.assertEqual((result.status, result.files), (0, {}))
        self.assertEqual(json.loads(result.out)["name"], "p")
        self.assertIn("warning", result.err)

    def test_several_files_have_heads(self):
        self.write("proto.txt", TEXT)
        result = self.command("proto.txt", "--stdout", "--nosv", "--noc")
        self.assertEqual(result.files, {})
        self.command("proto.txt")
        expected = "".join(f"==> {n} <==\n{(self.folder / n).read_text()}"
                           for n in ("p_cli.h", "p_cli.cpp"))
        self.assertEqual(result.out, expected)

    def test_closed_pipe_is_no_crash(self):
        self.write("proto.txt", TEXT)
        read, write = os.pipe()
        os.close(read)
        with os.fdopen(write, "wb") as pipe:
            done = subprocess.run([sys.executable, str(GEN / "main.py"), "proto.txt", "--stdout"],
                                  stdout=pipe, stderr=subprocess.PIPE, check=False, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (1, b""))


class Check(GeneratorTest):
    def test_check_compares_and_writes_nothing(self):
        self.write("proto.txt", TEXT)
        result = self.command("proto.txt", "--check", "--outputs", "c")
        self.assertEqual((result.status, result.files), (1, {}))
        self.assertEqual(result.err.count(" is not up to date with proto.txt\n"), 4)
        self.command("proto.txt")
        result = self.command("proto.txt", "--check")
        self.assertEqual((result.status, result.out, result.err), (0, "", ""))
        with open("p_sv.h", "a", encoding="ascii") as file:
            file.write("\n")
        result = self.command("proto.txt", "--check")
        self.assertEqual((result.status, result.err, result.files),
                         (1, "vcegen: p_sv.h is not up to date with proto.txt\n", {}))

    def test_check_of_a_comment_in_the_definition(self):
        self.write("proto.txt", TEXT)
        self.command("proto.txt")
        self.write("proto.txt", TEXT + "=# a comment changes the sub version\n")
        result = self.command("proto.txt", "--check")
        self.assertEqual(result.status, 1)

    def test_check_with_errors(self):
        self.write("proto.txt", "=foo\n")
        self.assertEqual(self.command("proto.txt", "--check").status, 1)


class Make(GeneratorTest):
    def test_rule_names_all_files(self):
        self.write("sub dir/proto.txt", TEXT + '=include "inc$1.txt"\n=include "inc#2.txt"\n')
        self.write("sub dir/inc$1.txt", "=define A 1\n")
        self.write("inc#2.txt", "=define B 1\n")
        result = self.command("sub dir/proto.txt", "--output-dir", "o", "--outputs", "json,c",
                              "--nosv", "--depfile", "p.d")
        self.assertEqual(result.files["p.d"],
                         "p.d: \\\n  sub\\ dir/proto.txt \\\n"
                         "  sub\\ dir/inc$$1.txt \\\n  inc\\#2.txt\n"
                         "sub\\ dir/inc$$1.txt:\ninc\\#2.txt:\n")

    @unittest.skipUnless(shutil.which("make"), "needs make")
    def test_make_rebuilds_when_an_include_changes(self):
        self.write("proto.txt", '=include "inc.txt"\n')
        self.write("inc.txt", "=define A 1\n")
        self.write("Makefile", "defaultproto.json: p.d ;\np.d: proto.txt\n"
                               f"\t@{sys.executable} -B {GEN}/main.py $< --outputs json "
                               "--depfile $@ && echo made\n-include p.d\n")
        environment = {k: v for k, v in os.environ.items() if "MAKE" not in k and k != "MFLAGS"}

        def make():
            return self.process(command=["make", "-s"], env=environment)

        result = make()
        self.assertEqual((result.status, result.out, result.err), (0, "made\n", ""))
        self.assertEqual(make().out, "")
        for name in ("proto.txt", "defaultproto.json", "p.d"):
            os.utime(name, (1000, 1000))
        result = make()
        self.assertEqual((result.out, list(result.files)), ("made\n", []))
        self.assertEqual(os.stat("defaultproto.json").st_mtime, 1000)
        self.assertEqual(make().out, "")
        self.write("proto.txt", "=define B 1\n")
        os.unlink("inc.txt")
        result = make()
        self.assertEqual((result.status, result.out), (0, "made\n"))


class Program(GeneratorTest):
    ALL = "c,cpp,json"

    def texts(self, **environment):
        """All files that a run makes of a definition with everything in it."""
        with open("seed", "a", encoding="ascii") as file:
            file.write("x")
        folder = f"out{os.path.getsize('seed')}"
        result = self.process(str(DATA / "full.txt"), "--outputs", self.ALL, "--output-dir", folder,
                              env={"PATH": os.environ["PATH"], **environment})
        self.assertEqual((result.status, result.out, result.err), (0, "", ""))
        self.assertGreater(len(result.files), 6)
        return {os.path.basename(n): t for n, t in result.files.items()}

    def test_output_depends_on_nothing_but_the_definition(self):
        first = self.texts(PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
        second = self.texts(PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="Asia/Tokyo", LANG="ja_JP")
        self.assertEqual(first, second)
        shutil.copytree(DATA, "elsewhere")
        os.chdir("elsewhere")
        self.assertEqual(self.texts(), first)

    def test_other_encodings_of_the_locale(self):
        self.write("proto.txt", '=protocolname p\n=sh // コメント\n=define A "é"\n=é\n')
        for environment in ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
                            {"PYTHONIOENCODING": "latin-1"}):
            result = self.process("proto.txt", env={"PATH": os.environ["PATH"], **environment})
            self.assertEqual(result.status, 1)
            self.assertIn("proto.txt:4:2: error: unexpected character", result.err)
            self.assertNotIn("Traceback", result.err)
        self.write("proto.txt", '=protocolname p\n=sh // コメント\n=define A "é"\n')
        result = self.process("proto.txt", "--noc", env={"LC_ALL": "C", "PYTHONUTF8": "0",
                                                         "PATH": os.environ["PATH"]})
        self.assertEqual((result.status, result.err), (0, ""))
        self.assertIn("// コメント\n", result.files["p_sv.h"])

    def test_as_a_module(self):
        self.write("proto.txt", TEXT)
        environment = dict(os.environ, PYTHONPATH=str(GEN), PYTHONDONTWRITEBYTECODE="1")
        result = self.process("proto.txt", command=[sys.executable, "-m", "vcegen"],
                              env=environment)
        self.assertEqual((result.status, sorted(result.files)), (0, BOTH))

    @unittest.skipUnless(shutil.which("ruby"), "needs ruby")
    def test_old_call_with_ruby(self):
        self.write("proto.txt", TEXT)
        command = ["ruby", str(GEN / "gen.rb")]
        environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")
        result = self.process("--noruby", "proto.txt", command=command, env=environment)
        self.assertEqual((result.status, result.err, sorted(result.files)), (0, "", BOTH))
        result = self.process("nope.txt", command=command, env=environment)
        self.assertEqual(result.status, 1)


if __name__ == "__main__":
    sys.exit(run("test_command"))
