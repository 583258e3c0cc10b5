// Opens a library that must be signed with the key in a PEM file: `signed LIBRARY KEY`. Prints why not.

#include <tablegen/openssl_signature.hpp>

#include <cstdio>

#include "releases.hpp"

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    tablegen::openssl_ed25519 key;
    std::string const pem = releases::read_file(argv[2]);
    if (auto const done = key.load_pem(pem); !done) {
        std::printf("%s\n", done.text());
        return 1;
    }
    tablegen::open_options options;
    options.verify = tablegen::verification::full;
    tablegen::openssl_ed25519 const moved(std::move(key));
    options.signature = moved.verifier();
    tablegen::library library;
    auto const done = library.open(argv[1], options);
    std::printf("%s\n", done ? "good" : done.text());
    return done ? 0 : 1;
}
