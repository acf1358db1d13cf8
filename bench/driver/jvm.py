"""Runs the small Java programs of bench/java with the libraries of the exporter's jar."""

import hashlib
import shutil
import zipfile

import places
import processes


def run(name, *arguments):
    """The standard output of a program. Fails with all that it has said where its exit code is not 0."""
    libraries = unpacked()
    temporary = places.OUT / "tmp"
    temporary.mkdir(exist_ok=True)
    command = ["java", f"-Djava.io.tmpdir={temporary}", "--add-opens=java.base/java.nio=ALL-UNNAMED"]
    command += ["-cp", f"{libraries}/classes:{libraries}/lib/*", places.BENCH / "java" / f"{name}.java"]
    # in a folder of its own, as DuckDB spills below the current one
    return processes.text_of([*command, *arguments], cwd=temporary)


def unpacked():
    """The jar's classes and libraries; unpacked anew when it has changed."""
    folder = places.OUT / "jar"
    stamp = folder / "sha256"
    sha256 = hashlib.sha256(places.JAR.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text(encoding="ascii") != sha256:
        shutil.rmtree(folder, ignore_errors=True)
        with zipfile.ZipFile(places.JAR) as jar:
            jar.extractall(folder, [name for name in jar.namelist() if name.startswith("BOOT-INF/")])
        stamp.write_text(sha256, encoding="ascii")
    return folder / "BOOT-INF"


if __name__ == "__main__":
    print(unpacked())
