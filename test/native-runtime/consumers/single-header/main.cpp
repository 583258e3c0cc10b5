#include <tablegen.hpp>

#include <shop.hpp>

#include <cstdio>

/// Prints what the item with key 3 costs.
int main(int count, char** arguments) {
    if (count != 2) return 2;
    tablegen::library library;
    shop::tables tables;
    if (!library.open(arguments[1]) || !tables.bind(library.image())) return 1;
    auto const* const item = tables.item().find(3);
    std::printf("%s %u\n", item->name().data(), item->price());
}
