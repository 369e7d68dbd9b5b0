// What the column "listing" of a download says, as the detector's Appendix and as other regimes' categories. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tools::lists {

// The Appendices a listing names. NC ("not CITES") beside an Appendix means that part of the taxon is not listed.
struct Appendices {
    bool one = false, two = false, three = false, none = false;
    bool known = true;  // false: holds something that is no Appendix

    bool listed() const { return one || two || three; }
    void join(const Appendices& other);
    // As the detector writes it: I, I/II, II, III. A split with III shows the stricter part; empty: not listed.
    std::string_view label() const;
};

Appendices parse_appendices(std::string_view text);  // "I/II", "II/NC", ""

// One of the EU Annexes A to D, alone or joined by '/'.
bool is_eu_annex(std::string_view text);

// Ranks as the detector's tables write them ("SPECIES" -> "species"); empty: a rank that no listing is made at.
std::string rank_name(std::string_view text);

// "2017-01-02", "02/01/2017" (day first, as the exports write it): ISO, empty when it is no date.
std::string iso_date(std::string_view text);

}  // namespace tools::lists
