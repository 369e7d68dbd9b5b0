#include "tools/name_screen.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace tools {
namespace {

class ScannerPool {
  public:
    explicit ScannerPool(const detector::Matcher& matcher) : matcher_(matcher) {}

    detector::Scanner borrow() {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                detector::Scanner scanner = std::move(idle_.back());
                idle_.pop_back();
                return scanner;
            }
        }
        return matcher_.make_scanner();
    }
    void give_back(detector::Scanner scanner) {
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(scanner));
    }

  private:
    const detector::Matcher& matcher_;
    std::mutex mutex_;
    std::vector<detector::Scanner> idle_;
};

constexpr std::size_t piece_bytes = 4096;  // a name settles the matter, and mostly stands in the first pieces
constexpr std::size_t overlap_bytes = 256;

// Pieces that end where a line ends; the last line of each begins the next one too, for names that go on there.
detector::Listing as_listing(std::string_view text, std::string_view language) {
    detector::Listing listing;
    listing.language = language;
    while (!text.empty()) {
        std::size_t length = std::min(text.size(), piece_bytes), again = 0;
        if (length < text.size()) {
            if (const auto line = text.rfind('\n', length - 1); line != std::string_view::npos && line > 0)
                length = line + 1;
            else
                length = std::min(text.find('\n', length), text.size() - 1) + 1;
            const auto before = length < 2 ? std::string_view::npos : text.rfind('\n', length - 2);
            if (before != std::string_view::npos && length - before < overlap_bytes && length < text.size())
                again = length - before - 1;
        }
        listing.passages.push_back({detector::Field::description, {}, std::string(text.substr(0, length))});
        text.remove_prefix(length - again);
    }
    return listing;
}

}  // namespace

crawler::Screen name_screen(const detector::Matcher& matcher) {
    return [pool = std::make_shared<ScannerPool>(matcher)](std::string_view text, std::string_view language) {
        detector::Scanner scanner = pool->borrow();
        const bool worth = scanner.holds_name(as_listing(text, language));
        pool->give_back(std::move(scanner));
        return worth;
    };
}

std::string screened_by(const casebook::Provenance& judge) { return judge.lists_digest + ' ' + judge.software; }

}  // namespace tools
