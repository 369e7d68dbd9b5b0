// A URL that parses writes itself so that it parses to the same; canonical forms are canonical.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crawler/canonical.h"

using namespace crawler;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto url = Url::parse(input);
    if (!url) return 0;
    const auto again = Url::parse(url->text());  // what is written parses to itself
    if (!again || again->text() != url->text()) std::abort();
    if (const auto parts = Url::from_parts(url->parts()); !parts || parts->text() != url->text()) std::abort();
    const Url once = canonical(*url);
    if (canonical(once).text() != once.text()) std::abort();
    const auto base = *Url::parse("https://base.example/a/b?c#d");
    if (const auto relative = base.resolve(input))
        if (!Url::parse(relative->text())) std::abort();
    trap_of(*url);
    return 0;
}
