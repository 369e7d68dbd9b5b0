// A Filter as SQL: the WHERE clause over `listings l`, and its values. Internal to casebook/.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "casebook/reader.h"
#include "casebook/sql.h"

namespace casebook {

class Selection {
  public:
    // A date that cannot be read is std::invalid_argument, with the remedy.
    explicit Selection(const Filter& filter);

    const std::string& where() const { return where_; }
    // Binds the values from parameter 1 on; returns the number of the next free parameter.
    int bind(Statement& statement) const;

  private:
    void add(const std::string& clause, std::initializer_list<std::variant<std::int64_t, std::string>> values = {});
    void add_any(const std::string& expression, const std::vector<std::string>& values);

    std::string where_ = "1";
    std::vector<std::variant<std::int64_t, std::string>> values_;
};

// SQL for the host (without port) of the URL in `column`; NULL where there is none.
std::string host_of_url(const std::string& column);

// Milliseconds of the first instant of "2026-03-01", UTC; std::invalid_argument when it is no date.
Milliseconds day_start(const std::string& date);

}  // namespace casebook
