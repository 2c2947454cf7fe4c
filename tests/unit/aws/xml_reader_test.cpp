// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/sts/xml_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace dynasio::aws::detail {
namespace {

/// Every element in the order of their ends: `parent/name=content;`.
std::string elements_of(std::string_view xml)
{
    std::string result;
    xml_reader reader(xml);
    while (reader.next())
        result += std::string(reader.parent()) + "/" + std::string(reader.name()) + "="
            + std::string(reader.content()) + ";";
    return result;
}

std::string problem_of(std::string_view xml)
{
    try
    {
        elements_of(xml);
    }
    catch (xml_error const& e)
    {
        return e.what();
    }
    return "none";
}

TEST(xml_reader, reads_elements_at_their_ends)
{
    EXPECT_EQ(elements_of("<a/>"), "/a=;");
    EXPECT_EQ(elements_of("<a></a >"), "/a=;");
    EXPECT_EQ(elements_of("<a><b>x</b><c>y</c></a>"), "a/b=x;a/c=y;/a=;");
    EXPECT_EQ(elements_of("<a><b><c>1</c></b><d/></a>"), "b/c=1;a/b=;a/d=;/a=;");
    EXPECT_EQ(elements_of("<a> x <b/> y </a>"), "a/b=;/a= y ;");
    EXPECT_EQ(elements_of("<a>x<b>y</b></a>"), "a/b=y;/a=;") << "text of an element is not that of its end";
}

TEST(xml_reader, passes_over_what_is_no_element)
{
    EXPECT_EQ(elements_of("<?xml version=\"1.0\"?>\n<!-- <b> -->\n<a>1<!-- 2 -->3<?pi 4?></a>\n<!-- end -->"),
        "/a=13;");
    EXPECT_EQ(elements_of("<n:a xmlns:n='urn:x>y' n:b=\"c'&gt;\" d = '1'><n:b>1</n:b></n:a>"), "a/b=1;/a=;");
    EXPECT_EQ(elements_of("<a><![CDATA[<b>&amp;]]]]></a>"), "/a=<b>&amp;]];");
}

TEST(xml_reader, resolves_references)
{
    EXPECT_EQ(elements_of("<a>&lt;&gt;&amp;&quot;&apos;</a>"), "/a=<>&\"';");
    EXPECT_EQ(elements_of("<a>&#65;&#x42;&#x20AC;&#x1F600;&#xe9;</a>"),
        "/a=AB\xE2\x82\xAC\xF0\x9F\x98\x80\xC3\xA9;");
    EXPECT_EQ(elements_of("<a>&#x7FF;&#x800;&#xFFFF;&#x10000;&#x10FFFF;</a>"),
        "/a=\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF;");
}

TEST(xml_reader, refuses_what_is_malformed)
{
    for (std::string_view const xml : {"", " ", "text", "<", "<>", "<a", "<a>", "<a b>", "<a b=>", "<a b=c>",
             "<a b='c>", "<a></b>", "</a>", "<a><b></a></b>", "<a></a", "<a></a x>", "<a/><b/>", "<a/>text",
             "text<a/>", "<a>&amp</a>", "<a>&b;</a>", "<a>&;</a>", "<a>&#;</a>", "<a>&#x;</a>", "<a>&#0;</a>",
             "<a>&#xD800;</a>", "<a>&#xDFFF;</a>", "<a>&#x110000;</a>", "<a>&#99999999999999999999;</a>",
             "<a>&#-1;</a>", "<a>&#1x;</a>", "<a><!--</a>", "<a><![CDATA[</a>", "<![CDATA[x]]><a/>",
             "<a/><![CDATA[x]]>", "<?xml", "<!-- only -->", "&amp;<a/>"})
        EXPECT_NE(problem_of(xml), "none") << xml;
}

/// Entities of the document's own could grow without bound, or name files.
TEST(xml_reader, refuses_document_types)
{
    EXPECT_NE(problem_of("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "none");
    EXPECT_NE(problem_of("<!DOCTYPE html><a/>"), "none");
}

TEST(xml_reader, bounds_the_depth)
{
    auto const nested = [](std::size_t depth)
    {
        std::string xml;
        for (std::size_t i = 0; i < depth; ++i)
            xml += "<a>";
        for (std::size_t i = 0; i < depth; ++i)
            xml += "</a>";
        return xml;
    };
    EXPECT_EQ(problem_of(nested(16)), "none");
    EXPECT_NE(problem_of(nested(17)), "none");
    EXPECT_NE(problem_of(nested(100'000)), "none");
}

TEST(xml_reader, says_where_and_shows_nothing_of_the_text)
{
    auto const problem = problem_of("<SecretAccessKey>sEcReT</SecretAccessKe>");
    EXPECT_EQ(problem.find("sEcReT"), std::string::npos) << problem;
    EXPECT_NE(problem.find("byte 40"), std::string::npos) << problem;
}

} // namespace
} // namespace dynasio::aws::detail
