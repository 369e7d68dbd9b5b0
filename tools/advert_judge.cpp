#include "tools/advert_judge.h"

#include <memory>
#include <utility>

namespace tools {

MakeJudgeAdvert advert_judges(const Judge& judge) {
    return [&judge]() -> JudgeAdvert {
        return [bench = std::make_shared<Judge::Bench>(judge)](detector::Listing listing) {
            return bench->record(std::move(listing));
        };
    };
}

}  // namespace tools
