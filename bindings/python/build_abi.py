"""Compiles `nanotao._abi`: the C ABI, as its header declares it, in one extension module with the static library in it.

The library is built by cargo if `NANOTAO_LIBRARY` does not name one.
"""

import os
import re
import subprocess
from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def declarations(header: str) -> str:
    """What cffi has to know of the header: constants, types and functions, without comments and conditions."""
    text = re.sub(r"/\*.*?\*/", "", header, flags=re.S)
    text = re.sub(r'#ifdef __cplusplus\n(extern "C" \{|\}[^\n]*)\n#endif[^\n]*', "", text)
    text = text.replace("\\\n", " ")
    constants = dict(re.findall(r"^#define (NANOTAO_\w+) (\d+)$", text, flags=re.M))
    text = re.sub(r"^#.*$", "", text, flags=re.M)
    text = re.sub(r"\[(NANOTAO_\w+)\]", lambda found: f"[{constants[found[1]]}]", text)
    # Defined by the program on bare metal, and by nobody here.
    text = re.sub(r"extern void nanotao_panic\(void\);|void nanotao_panic\(void\);", "", text)
    return "\n".join(f"#define {name} ..." for name in constants) + text


def library() -> str:
    given = os.environ.get("NANOTAO_LIBRARY")
    if given:
        return given
    target = ROOT / "target" / "python"
    cargo = ["cargo", "rustc", "--quiet", "--release", "--package", "nanotao-ffi", "--lib"]
    cargo += ["--crate-type", "staticlib", "--features", "hazmat", "--target-dir", str(target)]
    subprocess.run(cargo, cwd=ROOT, check=True)
    return str(target / "release" / "libnanotao_ffi.a")


# Of the one function where Python's own steps take longer than the work: how many weights there are, or a negative status.
QUANTISE = "static int64_t quantise(const uint16_t *, size_t, const double *, size_t, uint16_t *)"
QUANTISE_BODY = """
#include "nanotao.h"
static int64_t quantise(const uint16_t *uids, size_t uids_len, const double *scores, size_t scores_len, uint16_t *out) {
    size_t len = 0;
    nanotao_status status =
        nanotao_sdk11_normalize(uids, uids_len, scores, scores_len, out, out + uids_len, uids_len, &len, NULL);
    return status == NANOTAO_OK ? (int64_t)len : -(int64_t)status;
}
"""
# So that errors name the argument: of each function, its name and those of its parameters.
PARAMETERS = "static const char *parameters(void)"


def parameters(declared: str) -> str:
    """The body of that function."""
    lines = []
    for name, given in re.findall(r"\b(nanotao_\w+)\(([^()]*)\);", declared):
        lines.append(" ".join([name, *re.findall(r"(\w+)(?:\[\w*\])?(?:,|$)", given)]).removesuffix(" void"))
    return f"{PARAMETERS} {{\n    return\n" + "\n".join(f'        "{line}\\n"' for line in lines) + ";\n}\n"


include = ROOT / "ffi" / "include"
declared = declarations((include / "nanotao.h").read_text())
builder = FFI()
builder.cdef(f"{declared}\n{QUANTISE};\n{PARAMETERS};")
builder.set_source(
    "nanotao._abi",
    QUANTISE_BODY + parameters(declared),
    include_dirs=[str(include)],
    extra_objects=[library()],
    libraries=["pthread", "dl", "m"],
)
