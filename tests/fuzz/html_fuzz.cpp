// Any bytes are a page: read without a crash, the first pass and the full reading agreeing on what is followed, the
// guarded tree no deeper than its limit.
#include <cstdint>
#include <cstdlib>

#include "crawler/extract/first_pass.h"
#include "crawler/extract/html.h"
#include "crawler/extract/page.h"

using namespace crawler;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const PageInput input{body, "https://market.example/a/b?c=d", {}, {}, nullptr};
    const FirstPass pass = skim(input);
    const Page page = read_page(input);
    if (page.notes.empty() || page.notes[0].rfind("not a text", 0) != 0) {
        std::size_t followed = 0;
        for (const Link& link : page.links) followed += link.kind != LinkKind::image;
        if (followed != pass.links.size()) std::abort();
    }
    if (page.structured_json.empty() || page.structured_json.front() != '[' || page.structured_json.back() != ']')
        std::abort();

    const Tree tree = Tree::parse(body);
    for (NodeId id = 0; id < tree.size(); ++id) {
        if (tree[id].end <= id || tree[id].end > tree.size()) std::abort();
        if (tree[id].parent != kNoNode && !tree.contains(tree[id].parent, id)) std::abort();
    }
    return 0;
}
