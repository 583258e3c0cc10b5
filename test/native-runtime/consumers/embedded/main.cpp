#include <arms.hpp>
#include <shop.hpp>

#include <cstdio>

/// Two libraries inside one program.
int main() {
    auto const* const sword = shop::tables::embedded().item().find(7);
    auto const* const same = arms::tables::embedded().item().find(7);
    std::printf("%u %u %d\n", sword->price(), same->price(), sword->name() == same->name());
}
