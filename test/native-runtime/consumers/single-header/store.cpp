#define TABLEGEN_STORE
#include <tablegen.hpp>

#include <shop.hpp>

#include <cstdio>

/// Prints what the item with key 3 costs, in the current release of a directory.
int main(int count, char** arguments) {
    if (count != 2) return 2;
    tablegen::store<shop::tables> store;
    if (auto const done = store.open(arguments[1]); !done) return 1;
    auto const tables = store.read();
    auto const* const item = tables->item().find(3);
    std::printf("%s %u\n", item->name().data(), item->price());
}
