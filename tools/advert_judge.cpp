#include "tools/advert_judge.h"

#include <memory>
#include <utility>

#include "casebook/describe.h"

namespace tools {

casebook::Provenance provenance_of(const Judge& judge) {
    return {std::string(judge.lexicon().version()), std::string(judge.lexicon().digest()), judge.rules_digest(),
            "citeswatch " CITESWATCH_VERSION};
}

MakeJudgeAdvert advert_judges(const Judge& judge) {
    return [&judge, by = provenance_of(judge)]() -> JudgeAdvert {
        return [bench = std::make_shared<Judge::Bench>(judge), &judge, by](detector::Listing listing) {
            const Judge::Bench::Verdict verdict = bench->judge(listing);
            return casebook::describe(std::move(listing), verdict.scan, verdict.assessment, judge.lexicon(), by);
        };
    };
}

}  // namespace tools
