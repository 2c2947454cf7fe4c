// SPDX-License-Identifier: BSL-1.0
//
// What STS responds, as its documentation shows it.

#ifndef DYNASIO_TESTS_UNIT_AWS_STS_ANSWERS_HPP
#define DYNASIO_TESTS_UNIT_AWS_STS_ANSWERS_HPP

#include <string>

namespace dynasio::tests {

/// Keys of the role `arn:aws:sts::210987654321:assumed-role/r/s`. Its secrets have the text `sEcReT`.
inline std::string role_answer(std::string const& id = "ASIA",
    std::string const& end = "2023-11-14T23:00:00Z", std::string const& action = "AssumeRole")
{
    return "<" + action + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  <" + action
        + "Result>\n    <AssumedRoleUser>\n      <AssumedRoleId>AROA:s</AssumedRoleId>\n"
          "      <Arn>arn:aws:sts::210987654321:assumed-role/r/s</Arn>\n    </AssumedRoleUser>\n"
          "    <Credentials>\n      <AccessKeyId>"
        + id
        + "</AccessKeyId>\n      <SecretAccessKey>role-sEcReT</SecretAccessKey>\n"
          "      <SessionToken>role-sEcReT/token==</SessionToken>\n      <Expiration>"
        + end + "</Expiration>\n    </Credentials>\n  </" + action
        + "Result>\n  <ResponseMetadata>\n    <RequestId>c6104cbe</RequestId>\n  </ResponseMetadata>\n</"
        + action + "Response>\n";
}

inline std::string error_answer(std::string const& code, std::string const& message = "no")
{
    return "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  <Error>\n    "
           "<Type>Sender</Type>\n"
           "    <Code>"
        + code + "</Code>\n    <Message>" + message
        + "</Message>\n  </Error>\n  <RequestId>c6104cbe</RequestId>\n</ErrorResponse>\n";
}

/// The document without the element of this name.
inline std::string without_element(std::string xml, std::string const& name)
{
    auto const first = xml.find("<" + name + ">");
    auto const end = "</" + name + ">";
    xml.erase(first, xml.find(end) + end.size() - first);
    return xml;
}

} // namespace dynasio::tests

#endif
