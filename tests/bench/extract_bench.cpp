// Reading pages: how much of a CPU second each tier costs, on pages given on the command line.
//
//   extract_bench page.html ...
//
// tokens: the tag scanner alone; skim: the first pass (links and text); tree: guard, gumbo and our view of it;
// read_page: everything. See README.md beside for results.
#include <fmt/format.h>

#include <ctime>
#include <fstream>
#include <iterator>

#include "crawler/extract/first_pass.h"
#include "crawler/extract/html.h"
#include "crawler/extract/page.h"
#include "crawler/extract/tokens.h"

using namespace crawler;

namespace {

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

template <typename Work>
void measure(const char* name, std::size_t bytes, Work work) {
    const double begin = cpu_seconds();
    int rounds = 0;
    while (cpu_seconds() - begin < 1.0) {
        work();
        ++rounds;
    }
    const double each = (cpu_seconds() - begin) / rounds;
    fmt::print("  {:<10} {:>10.0f} pages/CPU-s {:>9.1f} MB/s\n", name, 1 / each,
               static_cast<double>(bytes) / each / 1e6);
}

}  // namespace

int main(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        std::ifstream in(argv[i], std::ios::binary);
        const std::string body{std::istreambuf_iterator<char>(in), {}};
        fmt::print("{} ({} bytes)\n", argv[i], body.size());
        const PageInput input{body, "https://market.example/a/b.html", "text/html; charset=utf-8", {}, nullptr};
        measure("tokens", body.size(), [&] {
            Token token;
            for (Tokens tokens(body); tokens.next(token);) {
            }
        });
        measure("skim", body.size(), [&] { skim(input); });
        measure("tree", body.size(), [&] { Tree::parse(body); });
        measure("read_page", body.size(), [&] { read_page(input); });
    }
}
