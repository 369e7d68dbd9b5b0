// Errors of the kind "cannot run": thrown, caught once in main, never used for an item that merely went wrong.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace detector {

// A data file (list, lexicon, rule, configuration) that cannot be used. what() reads "file:line: problem (remedy)".
class DataError : public std::runtime_error {
  public:
    DataError(const std::string& file, std::size_t line, const std::string& problem, const std::string& remedy = {})
        : std::runtime_error(file + (line ? ":" + std::to_string(line) : "") + ": " + problem +
                             (remedy.empty() ? "" : " (" + remedy + ")")) {}
};

// A library we depend on failed while doing its work (Hyperscan's error codes, for one). Never read as "no match".
class EngineError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace detector
