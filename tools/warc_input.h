// The pages of a web archive (WARC, plain or gzip, of any size) as items to judge: what servers answered with status
// 200 and a text. Redirects, errors, pictures and scripts are no adverts and are passed over in silence; what could not
// be read is told with its offset in the file.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "crawler/byte_source.h"
#include "crawler/warc_reader.h"
#include "tools/console.h"
#include "tools/scan_item.h"

namespace tools {

class WarcInput : public OpenInput {
  public:
    // "-" is standard input. Throws std::system_error where the file cannot be opened. `skip` hears of what was lost,
    // the console of what was odd but read; after a few dozen of them a file's further ones are only counted.
    WarcInput(const std::filesystem::path& path, Skip skip, Console& console);

    bool next(std::vector<ScanItem>& batch) override;
    std::uint64_t bytes_read() const override { return file_.bytes_read(); }

  private:
    void tell(const crawler::WarcNote& note);

    const std::string name_;
    const Skip skip_;
    Console& console_;
    crawler::FileSource file_;
    crawler::WarcReader reader_;
    std::size_t told_ = 0, untold_ = 0;
};

}  // namespace tools
