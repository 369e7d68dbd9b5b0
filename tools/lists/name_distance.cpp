#include "tools/lists/name_distance.h"

#include <algorithm>
#include <vector>

#include "detector/fold.h"

namespace tools::lists {

namespace {

void decode(std::string_view text, std::vector<char32_t>& out) {
    out.clear();
    for (std::size_t at = 0; at < text.size();) out.push_back(detector::next_code_point(text, at));
}

}  // namespace

std::size_t allowed_edits(std::string_view folded) {
    std::vector<char32_t> letters;
    decode(folded, letters);
    return letters.size() < 5 ? 0 : letters.size() < 10 ? 1 : 2;
}

std::size_t name_distance(std::string_view a, std::string_view b, std::size_t most) {
    if (a == b) return 0;
    // A code point is at most four bytes: lengths further apart than that cannot be bridged.
    if (most == 0 || a.size() > b.size() + 4 * most || b.size() > a.size() + 4 * most) return most + 1;
    thread_local std::vector<char32_t> x, y;
    decode(a, x);
    decode(b, y);
    if (x.size() > y.size() + most || y.size() > x.size() + most) return most + 1;
    const std::size_t far = most + 1;
    thread_local std::vector<std::size_t> before, row, next;  // rows i-2, i-1, i; only the band |i - j| <= most
    before.assign(y.size() + 1, far);
    row.assign(y.size() + 1, far);
    for (std::size_t j = 0; j <= std::min(most, y.size()); ++j) row[j] = j;
    for (std::size_t i = 1; i <= x.size(); ++i) {
        next.assign(y.size() + 1, far);
        const std::size_t first = i > most ? i - most : 0, last = std::min(y.size(), i + most);
        std::size_t least = far;
        for (std::size_t j = first; j <= last; ++j) {
            if (j == 0) {
                next[0] = i;
            } else {
                std::size_t cost = row[j - 1] + (x[i - 1] != y[j - 1]);
                cost = std::min({cost, row[j] + 1, next[j - 1] + 1});
                if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                    cost = std::min(cost, before[j - 2] + 1);
                next[j] = std::min(cost, far);
            }
            least = std::min(least, next[j]);
        }
        if (least > most) return far;
        std::swap(before, row);
        std::swap(row, next);
    }
    return row[y.size()];
}

}  // namespace tools::lists
