// The report as a spreadsheet (ECMA-376, through libxlsxwriter; the only file that includes <xlsxwriter.h>).
//
// Every cell is written as a text or a number, never as a formula or a link, so that nothing in an advert can act.
// libxlsxwriter writes to a file of its own, in constant memory; it is passed on to the sink at the end.
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>

#include "tools/listing_table.h"
#include "tools/report/columns.h"
#include "tools/report/renderer.h"

namespace tools::report {

namespace {

constexpr std::size_t cell_bytes = 32'000;  // Excel's limit is 32,767 characters; a byte is at most one
constexpr lxw_row_t most_rows = 1'048'575;  // below the header, on one sheet

std::string cut(std::string text) {
    if (text.size() <= cell_bytes) return text;
    std::size_t end = cell_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end) + " …";
}

class Xlsx final : public Renderer {
  public:
    Xlsx(Sink sink, const MessageCatalogue& words) : sink_(std::move(sink)), words_(words) {
        std::string name = (std::filesystem::temp_directory_path() / "citeswatch-XXXXXX").string();
        const int descriptor = ::mkstemp(name.data());
        if (descriptor < 0) throw std::runtime_error(name + ": no temporary file can be made there (set TMPDIR)");
        ::close(descriptor);
        file_ = name;
    }
    ~Xlsx() override {
        if (book_) workbook_close(book_);
        std::error_code ignored;
        std::filesystem::remove(file_, ignored);
    }
    Xlsx(const Xlsx&) = delete;
    Xlsx& operator=(const Xlsx&) = delete;

    void begin(const Head& head) override {
        groups_.emplace(head.groups);
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        book_ = workbook_new_opt(file_.c_str(), &options);
        if (!book_) throw std::runtime_error(file_.string() + ": libxlsxwriter cannot start a workbook");
        bold_ = workbook_add_format(book_);
        format_set_bold(bold_);
        write_summary(head);
        sheet_ = workbook_add_worksheet(book_, words_("adverts").c_str());
        lxw_col_t position = 0;
        for (const Column& column : columns()) {
            worksheet_set_column(sheet_, position, position, column.width, nullptr);
            worksheet_write_string(sheet_, 0, position++, std::string(column.name).c_str(), bold_);
        }
        worksheet_freeze_panes(sheet_, 1, 0);
        worksheet_autofilter(sheet_, 0, 0, 0, static_cast<lxw_col_t>(position - 1));
    }

    void advert(const casebook::StoredListing& stored, const std::vector<casebook::VerdictEntry>&,
                const std::vector<casebook::StoredPicture>&) override {
        if (row_ >= most_rows)
            throw std::runtime_error("more adverts than a sheet has rows (narrow the filters, or write CSV)");
        ++row_;
        const std::vector<Column> heads = columns();
        const std::vector<std::string> row = cells(stored, groups_->of(stored.id));
        for (std::size_t i = 0; i < row.size(); ++i) {
            const auto position = static_cast<lxw_col_t>(i);
            if (row[i].empty()) continue;
            if (heads[i].is_number)
                worksheet_write_number(sheet_, row_, position, std::stod(row[i]), nullptr);
            else
                worksheet_write_string(sheet_, row_, position, cut(valid_utf8(row[i])).c_str(), nullptr);
        }
    }

    void end() override {
        const lxw_error error = workbook_close(std::exchange(book_, nullptr));
        if (error != LXW_NO_ERROR) throw std::runtime_error(file_.string() + ": " + lxw_strerror(error));
        std::ifstream in(file_, std::ios::binary);
        std::array<char, 65536> piece;
        while (in.read(piece.data(), piece.size()), in.gcount() > 0)
            sink_({piece.data(), static_cast<std::size_t>(in.gcount())});
    }

  private:
    void write_summary(const Head& head) {
        lxw_worksheet* sheet = workbook_add_worksheet(book_, words_("selection").c_str());
        worksheet_set_column(sheet, 0, 0, 34, nullptr);
        worksheet_set_column(sheet, 1, 1, 44, nullptr);
        lxw_row_t row = 0;
        const auto line = [&](const std::string& name, const std::string& value) {
            worksheet_write_string(sheet, row, 0, valid_utf8(name).c_str(), bold_);
            worksheet_write_string(sheet, row++, 1, valid_utf8(value).c_str(), nullptr);
        };
        line(words_("title"), head.casebook);
        line(words_("made"), iso_time(head.made_ms));
        line(words_("selection"), head.selection);
        line(words_("software"), head.software);
        line(words_("adverts"), std::to_string(head.summary.listings));
        const auto block = [&](const char* title, const std::vector<casebook::Count>& counts) {
            worksheet_write_string(sheet, ++row, 0, words_(title).c_str(), bold_);
            ++row;
            for (const casebook::Count& count : counts) {
                worksheet_write_string(sheet, row, 0, count.name.empty() ? "-" : valid_utf8(count.name).c_str(),
                                       nullptr);
                worksheet_write_number(sheet, row++, 1, static_cast<double>(count.count), nullptr);
            }
        };
        block("chart.level", head.summary.by_level);
        block("chart.appendix", head.summary.by_appendix);
        if (!head.summary.by_regime.empty()) block("chart.regime", head.summary.by_regime);
        block("chart.taxon", head.summary.by_taxon);
        block("chart.source", head.summary.by_source);
        block("chart.country", head.by_country);
        block("chart.language", head.summary.by_language);
        block("chart.status", head.summary.by_status);
        block("chart.time", head.summary.by_day);
        for (std::size_t i = 0; i < head.groups.size(); ++i) {
            const casebook::LinkGroup& group = head.groups[i];
            std::string ties, accounts;
            for (const auto& tie : group.ties) ties += (ties.empty() ? "" : "; ") + tie_words(tie, words_);
            for (const auto& account : group.accounts)
                accounts += (accounts.empty() ? "" : "; ") + account_words(account, words_);
            if (i == 0) {
                worksheet_write_string(sheet, ++row, 0, words_("groups").c_str(), bold_);
                ++row;
            }
            line(words_("group", std::to_string(i + 1)), cut(ties + " – " + accounts));
        }
    }

    const Sink sink_;
    const MessageCatalogue& words_;
    std::filesystem::path file_;
    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    lxw_format* bold_ = nullptr;
    lxw_row_t row_ = 0;
    std::optional<GroupIndex> groups_;
};

}  // namespace

std::unique_ptr<Renderer> xlsx_renderer(Sink sink, const MessageCatalogue& words) {
    return std::make_unique<Xlsx>(std::move(sink), words);
}

}  // namespace tools::report
