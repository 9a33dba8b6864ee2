"""What everybody may rely on of a vault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import SecretUnreadable, WrongSetting
from core.messages import Sealed
from core.ports import Vault
from storage.vault import FernetVault, derive
from tests.contracts.surroundings import a_vault

OLD, NEW = "the old secret, which is long enough", "the new secret, which is long enough"


@pytest.fixture(params=["one secret", "after a rotation"])
def any_vault(request: pytest.FixtureRequest) -> Vault:
    return a_vault(OLD) if request.param == "one secret" else a_vault(NEW, OLD)


class TestEveryVault:
    def test_what_was_sealed_opens_again(self, any_vault: Vault) -> None:
        assert any_vault.open(any_vault.seal("ABCD-密钥-\ud800")) == "ABCD-密钥-\ud800"

    def test_a_seal_shows_nothing_and_never_looks_the_same_twice(self, any_vault: Vault) -> None:
        one, two = any_vault.seal("ABCD-EFGH"), any_vault.seal("ABCD-EFGH")
        assert "ABCD" not in one
        assert one != two

    def test_the_same_key_has_the_same_fingerprint(self, any_vault: Vault) -> None:
        assert any_vault.fingerprint("ABCD-EFGH") == any_vault.fingerprint("ABCD-EFGH")
        assert any_vault.fingerprint("ABCD-EFGH") != any_vault.fingerprint("ABCD-EFGI")
        assert len(any_vault.fingerprint("")) == 64

    def test_what_was_touched_cannot_be_opened(self, any_vault: Vault) -> None:
        sealed = any_vault.seal("ABCD-EFGH")
        with pytest.raises(SecretUnreadable):
            any_vault.open(Sealed(sealed[:-6] + "AAAA=="))

    @pytest.mark.parametrize("nonsense", ["", "hello", "密钥", "\ud800"])
    def test_what_is_no_seal_cannot_be_opened(self, any_vault: Vault, nonsense: str) -> None:
        with pytest.raises(SecretUnreadable):
            any_vault.open(Sealed(nonsense))

    def test_an_error_tells_no_secret(self, any_vault: Vault) -> None:
        foreign = a_vault("somebody else's secret, long enough too").seal("ABCD-EFGH")
        with pytest.raises(SecretUnreadable) as refused:
            any_vault.open(foreign)
        assert foreign not in str(refused.value)
        assert refused.value.__suppress_context__


class TestRotation:
    def test_old_seals_open_and_rotated_ones_need_only_the_new_secret(self) -> None:
        sealed = a_vault(OLD).seal("ABCD-EFGH")
        both = a_vault(NEW, OLD)
        assert both.open(sealed) == "ABCD-EFGH"
        rotated = both.rotate(sealed)
        assert a_vault(NEW).open(rotated) == "ABCD-EFGH"
        with pytest.raises(SecretUnreadable):
            a_vault(NEW).open(sealed)

    def test_new_seals_are_under_the_first_secret(self) -> None:
        assert a_vault(NEW).open(a_vault(NEW, OLD).seal("ABCD")) == "ABCD"

    def test_fingerprints_survive(self) -> None:
        assert a_vault(OLD).fingerprint("ABCD") == a_vault(NEW, OLD).fingerprint("ABCD")

    def test_what_cannot_be_opened_cannot_be_rotated(self) -> None:
        with pytest.raises(SecretUnreadable):
            a_vault(NEW).rotate(a_vault(OLD).seal("ABCD"))


class TestSecrets:
    def test_another_fingerprint_key_gives_other_fingerprints(self) -> None:
        other = FernetVault([OLD], "another fingerprint key, long enough")
        assert other.fingerprint("ABCD") != a_vault(OLD).fingerprint("ABCD")

    def test_the_vault_shows_no_secret(self) -> None:
        assert OLD not in repr(a_vault(OLD)) + str(a_vault(OLD))

    @pytest.mark.parametrize(("secrets", "key"), [([], "k" * 32), (["short"], "k" * 32), (["s" * 32], "short")])
    def test_a_weak_secret_is_refused_with_a_remedy(self, secrets: list[str], key: str) -> None:
        with pytest.raises(WrongSetting) as refused:
            FernetVault(secrets, key)
        assert "kamidesk init" in refused.value.remedy

    def test_every_purpose_has_its_own_key(self) -> None:
        assert derive(OLD, "web") == derive(OLD, "web")
        assert len({derive(OLD, "web"), derive(OLD, "telegram"), derive(NEW, "web")}) == 3
        assert len(derive(OLD, "web")) == 32


@given(st.text())
def test_any_text_survives_the_vault(text: str) -> None:
    vault = a_vault()
    assert vault.open(vault.seal(text)) == text
