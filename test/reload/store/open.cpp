// Opens each library with full verification: `open FILE…`. Prints a line for each: `good`, or why not.

#include <tablegen/library.hpp>

#include <cstdio>

int main(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        tablegen::library library;
        tablegen::open_options options;
        options.verify = tablegen::verification::full;
        auto const done = library.open(argv[i], options);
        std::printf("%s\n", done ? "good" : done.text());
    }
    return 0;
}
