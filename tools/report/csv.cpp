// The report as CSV (RFC 4180) in UTF-8; a cell never starts a formula.
#include <optional>

#include "tools/judgement_output.h"
#include "tools/listing_table.h"
#include "tools/report/columns.h"
#include "tools/report/renderer.h"

namespace tools::report {

namespace {

class Csv final : public Renderer {
  public:
    explicit Csv(Sink sink) : sink_(std::move(sink)) {}

    void begin(const Head& head) override {
        groups_.emplace(head.groups);
        std::string line;
        for (const Column& column : columns()) (line += line.empty() ? "" : ",") += column.name;
        sink_(line + "\r\n");
    }
    void advert(const casebook::StoredListing& stored, const std::vector<casebook::VerdictEntry>&,
                const std::vector<casebook::StoredPicture>&) override {
        std::string line;
        for (const std::string& cell : cells(stored, groups_->of(stored.id)))
            (line += line.empty() ? "" : ",") += csv_cell(valid_utf8(cell));
        sink_(line + "\r\n");
    }
    void end() override {}

  private:
    const Sink sink_;
    std::optional<GroupIndex> groups_;
};

}  // namespace

std::unique_ptr<Renderer> csv_renderer(Sink sink) { return std::make_unique<Csv>(std::move(sink)); }

}  // namespace tools::report
