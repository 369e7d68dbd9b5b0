// The one door to CLI11, private to the command line: a slow header, and only these files speak its language.
#pragma once

#include <CLI/CLI.hpp>
