"""`kamidesk`, and `python -m bots`."""

from bots.cli import app


def main() -> None:
    app()


if __name__ == "__main__":
    main()
