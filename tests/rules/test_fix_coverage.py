"""Rules of which people expect a fix have one, or say why a human must do it."""

from __future__ import annotations

import pytest

from certify.cli.main import main
from certify.plugins import load_rules

BOOK = load_rules()
_NAMES = """
archive-ambiguous archive-bomb archive-broken archive-encrypted archive-hidden array-unique basepath-present
basepath-slash basepath-trailing bc-deprecate-path bc-input-internal bc-input-now-required bc-input-renamed
bc-input-required-added bc-operation-deleted bc-operation-hidden bc-operation-id bc-output-renamed
bc-version-bump body-property-description body-property-labels conn-constraints-strings conn-displayname
conn-key-present conn-required-declared conn-secret-securestring conn-securestring-masked conn-tooltip
conn-type conn-uidefinition connset-required consumes-for-body contact-present definition-name-charset
definitions-unused desc-ascii desc-no-newline desc-sentence dyn-list-forms dyn-list-when-ambiguous
dyn-lists-agree dyn-not-on-body dyn-paths-agree dyn-properties-when-ambiguous file-api-definition file-api-properties
file-folder-name-portable file-icon-absent-ip file-junk file-outside file-readme-lowercase file-readme-present
file-script-name file-settings-not-committed file-unexpected host-format icon-background icon-dimensions
icon-logo-70 icon-opaque icon-png icon-size intro-no-operations intro-sections json-indent json-no-bom
json-no-tabs json-parse-properties json-parse-swagger json-trailing-whitespace json-utf8
metadata-categories-max-2 metadata-categories-valid metadata-https metadata-names-exact metadata-no-extra
metadata-present mime-body-compatible oauth-clientid-placeholder oauth-clientsecret-absent oauth-https
oauth-isfirstparty oauth-redirectmode oauth-redirecturl oauth-scopes-array op-deprecated-marked
op-description-present op-description-sentence op-empty-pathitem op-id-alnum op-id-pascal op-id-present
op-id-unique op-known-keys op-summary-end op-summary-not-id op-summary-present op-summary-restricted
op-summary-sentence-case op-visibility-enum package-too-many-files param-binary-top param-boolean-enum
param-connectionid param-date-format param-default-type param-description param-description-sentence
param-encoding-nonpath param-enum param-format param-internal-default-required param-internal-pointless
param-path-declared param-path-encoding param-path-required param-reserved-header param-summary
param-summary-not-technical param-summary-title-case parameters-reuse path-no-query path-not-url path-slash
pkg-assets-no-subfolder pkg-custom-properties pkg-inner-assets-folder pkg-no-programs pkg-outer-intro
pkg-outer-no-folder pkg-outer-one-zip pkg-sync pkg-unmanaged policy-connparam policy-duplicate
policy-host-https policy-known policy-section policy-title props-brandcolor props-brandcolor-allowed
props-brandcolor-ip props-capabilities props-known-keys props-publisher props-root props-stackowner
readme-credentials readme-deployment readme-known-issues readme-lists-ops readme-no-template-text
readme-operations readme-prerequisites readme-publisher readme-title ref-chain ref-no-siblings
ref-not-in-pathitem resp-default-no-schema resp-default-only resp-default-schema-empty resp-description
resp-description-useful resp-one-schema resp-property-description resp-property-summary resp-schema-not-empty
schema-enum schema-no-default-in-response schema-required-defined schema-type schemes-https schemes-https-only
script-formatting script-namespaces script-operations secdef-key-prefix secret-default secret-ids
secret-literal-auth secret-patterns security-applied security-defined security-value settings-api-version
settings-environment swagger-json-schema swagger-openapi3-keyword swagger-root-key-order
swagger-unknown-root-key tags-unique text-ascii text-camel text-emoji text-html text-id-case text-mojibake
text-newline text-spelling text-summary-period text-trim text-url title-ends-alnum title-no-api-connector
title-no-ip-suffix-in-file title-no-product-name title-no-version title-trimmed trigger-summary-when url-https
vendor-extension-nonms version-present webhook-content-orphan webhook-delete-internal webhook-url-internal
webhook-url-required webhook-url-string xms-known xms-openai-data xms-openai-manifest xms-summary-string
xms-typo xms-visibility-values zip-local-upload
"""
EXPECTED = _NAMES.split()


@pytest.mark.parametrize("name", EXPECTED)
def test_rule_has_a_fix_or_says_why_it_has_none(name: str) -> None:
    rule = BOOK.by_name[name]
    assert (rule.fix is None) is bool(rule.by_hand)


def test_reason_is_a_sentence_and_stands_only_where_there_is_no_fix() -> None:
    for rule in BOOK.rules:
        if rule.by_hand:
            assert rule.fix is None
            assert rule.by_hand[0].isupper()
            assert rule.by_hand.endswith(".")


def test_explain_gives_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "op-id-alnum"]) == 0
    assert "Fix: by hand: Flows store the id;" in capsys.readouterr().out
