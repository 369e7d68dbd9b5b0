#include "tools/name_screen.h"

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "detector/mentions.h"

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
    const detector::Lexicon& lexicon() const { return matcher_.lexicon(); }

  private:
    const detector::Matcher& matcher_;
    std::mutex mutex_;
    std::vector<detector::Scanner> idle_;
};

// Passages as long as a scan reads them whole, cut where a line ends.
detector::Listing as_listing(std::string_view text) {
    detector::Listing listing;
    while (!text.empty()) {
        std::size_t length = std::min(text.size(), detector::Limits::passage_bytes);
        if (length < text.size())
            if (const auto line = text.rfind('\n', length - 1); line != std::string_view::npos && line > 0)
                length = line + 1;
        listing.passages.push_back({detector::Field::description, {}, std::string(text.substr(0, length))});
        text.remove_prefix(length);
    }
    return listing;
}

}  // namespace

crawler::Screen name_screen(const detector::Matcher& matcher) {
    return [pool = std::make_shared<ScannerPool>(matcher)](std::string_view text) {
        detector::Scanner scanner = pool->borrow();
        const detector::ScanResult& scan = scanner.scan(as_listing(text));
        const bool worth = scan.truncated || detector::names_anything(scan, pool->lexicon());
        pool->give_back(std::move(scanner));
        return worth;
    };
}

std::string screened_by(const casebook::Provenance& judge) { return judge.lists_digest + ' ' + judge.software; }

}  // namespace tools
