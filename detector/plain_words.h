// What a disguise may hide: single words of names, goods and code words, and phrases whose words were joined. Gathered
// while the index is built, then laid out in its arrays. Internal to the building of a TermIndex.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "detector/term_index.h"

namespace detector {

class PlainWords {
  public:
    // The words of a phrase in order, and their joined form.
    void add(std::span<const std::string_view> words);
    // A phrase of a script without spaces.
    void add_unspaced(std::string_view text);

    // Fills plain, plain_drawers, maskable and unspaced of the index; `put` keeps a text in its pool.
    void lay_out(TermIndex& index, const std::function<Range(std::string_view)>& put) const;

  private:
    void add(const std::string& joined, const std::string& text);

    std::map<std::string, std::string> forms_;  // joined -> with spaces
    std::set<std::string> unspaced_;
};

}  // namespace detector
