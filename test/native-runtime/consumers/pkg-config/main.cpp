#include <shop.hpp>
#include <tablegen/library.hpp>

#include <cstdio>

/// Prints the items of the library that is named, in the order of the sheet.
int main(int count, char** arguments) {
    if (count != 2) return 2;
    tablegen::library library;
    shop::tables tables;
    tablegen::status status = library.open(arguments[1]);
    if (status) status = tables.bind(library.image());
    if (!status) {
        std::fprintf(stderr, "%s\n", status.text());
        return 1;
    }
    for (shop::Item const& item : tables.item()) {
        std::printf("%d %s %u\n", item.id(), item.name().data(), item.price());
    }
}
