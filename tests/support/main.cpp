#define BOOST_TEST_MODULE danelaw
#include <boost/test/unit_test.hpp>
