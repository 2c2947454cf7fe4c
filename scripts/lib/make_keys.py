# SPDX-License-Identifier: BSL-1.0
"""Makes keys on a local server that verifies signatures, and checks that it does.

    make_keys.py ENDPOINT ROOT_ACCESS_KEY_ID

Prints shell assignments: the keys of a user who may do everything, temporary credentials of a role, and the ARNs of that
role and of one for tokens of an identity provider (issuer https://tokens.example.com, audience dynasio). Runs in the
server's own virtual environment, which has botocore.
"""

import json
import sys

import botocore.config
import botocore.session
from botocore.exceptions import BotoCoreError, ClientError

REGION = "us-east-1"
NAME = "dynasio"
ALLOW_ALL = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
})
ANYBODY = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
})
# A role for tokens of an identity provider, as pods of EKS have them.
TOKEN_ISSUER = "tokens.example.com"
WITH_TOKEN = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{
        "Effect": "Allow",
        "Principal": {"Federated": "arn:aws:iam::000000000000:oidc-provider/" + TOKEN_ISSUER},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {TOKEN_ISSUER + ":aud": NAME}},
    }],
})


def connect(endpoint, service, access_key, secret_key, session_token=None):
    return botocore.session.Session().create_client(
        service, region_name=REGION, endpoint_url=endpoint, aws_access_key_id=access_key,
        aws_secret_access_key=secret_key, aws_session_token=session_token,
        config=botocore.config.Config(retries={"total_max_attempts": 1}))


def is_accepted(endpoint, *keys):
    """Whether ListTables works with these keys. Servers refuse in several formats, some of which botocore cannot read."""
    try:
        connect(endpoint, "dynamodb", *keys).list_tables()
        return True
    except (ClientError, BotoCoreError):
        return False


def main(endpoint, root):
    # The servers do not verify the root key's secret. moto lets just these three requests pass without a check.
    iam = connect(endpoint, "iam", root, "unverified")
    iam.create_user(UserName=NAME)
    iam.put_user_policy(UserName=NAME, PolicyName="all", PolicyDocument=ALLOW_ALL)
    key = iam.create_access_key(UserName=NAME)["AccessKey"]
    access_key, secret_key = key["AccessKeyId"], key["SecretAccessKey"]

    iam = connect(endpoint, "iam", access_key, secret_key)
    role = iam.create_role(RoleName=NAME, AssumeRolePolicyDocument=ANYBODY)["Role"]["Arn"]
    iam.put_role_policy(RoleName=NAME, PolicyName="all", PolicyDocument=ALLOW_ALL)
    web = iam.create_role(RoleName=NAME + "-web", AssumeRolePolicyDocument=WITH_TOKEN)["Role"]["Arn"]
    iam.put_role_policy(RoleName=NAME + "-web", PolicyName="all", PolicyDocument=ALLOW_ALL)

    if not is_accepted(endpoint, access_key, secret_key):
        sys.exit("the server refuses the keys that it made")
    if is_accepted(endpoint, access_key, "wrong" + secret_key):
        sys.exit("the server accepts a wrong secret: it does not verify signatures")

    session = connect(endpoint, "sts", access_key, secret_key).assume_role(
        RoleArn=role, RoleSessionName=NAME)["Credentials"]
    print("AWS_ACCESS_KEY_ID=" + access_key)
    print("AWS_SECRET_ACCESS_KEY=" + secret_key)
    print("DYNAMODB_SESSION_ACCESS_KEY_ID=" + session["AccessKeyId"])
    print("DYNAMODB_SESSION_SECRET_ACCESS_KEY=" + session["SecretAccessKey"])
    print("DYNAMODB_SESSION_TOKEN=" + session["SessionToken"])
    print("DYNAMODB_ROLE_ARN=" + role)
    print("DYNAMODB_WEB_ROLE_ARN=" + web)


main(*sys.argv[1:])
