// A process that follows a directory until its input ends: `follow DIRECTORY [refuse]`. Prints the first release
// that it uses. With `refuse` it takes no other.

#include <cstdio>
#include <cstring>

#include "releases.hpp"

int main(int argc, char** argv) {
    bool const refuses = argc > 2 && std::strcmp(argv[2], "refuse") == 0;
    tablegen::store<soak::tables> store;
    tablegen::store<soak::tables>::options options;
    options.process_name = "follower";
    options.before_switch = [&](auto const& change) {
        return refuses && !change.is_first() ? tablegen::status::failure(tablegen::status_code::refused, "Not here.")
                                             : tablegen::status();
    };
    if (auto const done = store.open(argv[1], options); !done) {
        std::printf("%s\n", done.text());
        return 1;
    }
    std::printf("%s\n", store.version().text());
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
}
