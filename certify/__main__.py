"""`python -m certify`."""

from certify.cli.main import run

if __name__ == "__main__":
    run()
