// Which country an advert is in, as far as it says: for charts, never for a judgement.
//
// The seller's place counts first ("Lyon, France", "Берлин, Германия", "Perth, AU"), in whatever language it names the
// country; else the market's own domain (".fr"). Names come from Unicode's CLDR through ICU. Immutable; any thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "casebook/reader.h"

namespace tools::report {

class Countries {
  public:
    Countries();

    // ISO 3166-1 alpha-2, empty when it cannot be told. `host`: of the advert's address.
    std::string of(std::string_view location, std::string_view host) const;
    // Its name in a language; the code where there is none.
    static std::string name(const std::string& code, const std::string& language);

  private:
    std::set<std::string> codes_;
    std::map<std::string, std::string, std::less<>> by_name_;  // in small letters, of many languages
};

// Adverts by country, its name in a language, most first; an empty name: it cannot be told. None where all are such.
std::vector<casebook::Count> by_country(const Countries& countries,
                                        const std::vector<casebook::LocationCount>& locations,
                                        const std::string& language);

}  // namespace tools::report
