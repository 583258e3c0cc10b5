#include <shop.hpp>
#include <tablegen/library.hpp>

#include <cstdio>

/// Prints the price of a lamp.
int main() {
#if defined(SHOP_LIBRARY)
    tablegen::library library;
    shop::tables tables;
    tablegen::status status = library.open(SHOP_LIBRARY);
    if (status) status = tables.bind(library.image());
    if (!status) {
        std::fprintf(stderr, "%s\n", status.text());
        return 1;
    }
#else
    shop::tables const& tables = shop::tables::embedded();
#endif
    auto const* const lamp = tables.item().find_by_name("Lamp");
    if (lamp == nullptr) return 2;
    std::printf("%u\n", lamp->price());
}
