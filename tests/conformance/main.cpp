#include <support/conformance.hpp>

#include <cstdio>

int main(int argc, char** argv) {
    constexpr int skipped = 77;
    const auto folder = danelaw::testing::conformance_folder();
    if (std::filesystem::is_directory(folder)) return boost::unit_test::unit_test_main([] { return true; }, argc, argv);
    std::printf("skipped: no cases at %s, set DANELAW_SHARED to the folder that holds conformance/\n", folder.c_str());
    return skipped;
}
