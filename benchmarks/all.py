"""All benchmarks, one after the other."""

from . import change, images, lists, pages, publisher, search, serving


def main():
    for benchmark in (pages, images, search, lists, publisher, serving, change):
        print(f"\n## {benchmark.__name__.rpartition('.')[2].capitalize()}\n", flush=True)
        benchmark.main()


if __name__ == "__main__":
    main()
