// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PaymentHub} from "../../contracts/PaymentHub.sol";
import {ServiceCoin} from "../../contracts/ServiceCoin.sol";
import {Mandate} from "../../contracts/types/Mandate.sol";
import {PlainDeal, hubDomain, mandateHash} from "../fixtures/PlainDeal.sol";
import {deploy} from "../fixtures/Deploy.sol";
import {VM, bound, typedDigest} from "../fixtures/Vm.sol";

/// @dev The model encodes with `abi.encode`, field by field.
contract DealHashTest {
    PaymentHub private _hub;

    function setUp() external {
        _hub = PaymentHub(deploy("PaymentHub", abi.encode(address(1), ServiceCoin(address(2)), address(3))));
    }

    function testFuzz_aDeal(PlainDeal memory deal) external view {
        VM.assertEq(_hub.idOf(deal.packed()), deal.structHash(), "id");
    }

    function testFuzz_aQuoteIsForAnyPayer(PlainDeal memory deal, address other) external view {
        bytes32 quote = _hub.quoteOf(deal.packed());
        VM.assertEq(quote, _digest(deal.quoteHash()), "quote");
        VM.assertEq(_hub.quoteOf(deal.forPayer(other).packed()), quote, "quote for another payer");
    }

    function testFuzz_aRelease(PlainDeal memory deal, uint96 total) external view {
        VM.assertEq(_hub.releaseOf(deal.packed(), total), _digest(deal.releaseHash(total)), "release");
    }

    function testFuzz_aMandate(Mandate memory mandate) external view {
        VM.assertEq(_hub.idOfMandate(mandate), mandateHash(mandate), "id");
    }

    function testFuzz_anyBitOfADealChangesItsId(PlainDeal memory deal, uint256 word, uint256 bit) external view {
        bytes32 id = _hub.idOf(deal.packed());
        uint256[10] memory bits = [uint256(160), 160, 160, 96, 32, 40, 40, 32, 16, 256];
        word = bound(word, 0, 9);
        VM.assertNotEq(_hub.idOf(_flipped(deal, word, bit % bits[word]).packed()), id, "id");
    }

    function testFuzz_noDigestStandsForAnother(PlainDeal memory deal, uint96 total) external view {
        bytes32 id = _digest(_hub.idOf(deal.packed()));
        bytes32 quote = _hub.quoteOf(deal.packed());
        bytes32 release = _hub.releaseOf(deal.packed(), total);
        VM.assertTrue(id != quote && quote != release && release != id, "two digests are the same");
    }

    function _flipped(PlainDeal memory deal, uint256 word, uint256 bit) private pure returns (PlainDeal memory) {
        uint256[10] memory words = abi.decode(abi.encode(deal), (uint256[10]));
        words[word] ^= 2 ** bit;
        return abi.decode(abi.encode(words), (PlainDeal));
    }

    function _digest(bytes32 structHash) private view returns (bytes32) {
        return typedDigest(hubDomain(address(_hub)), structHash);
    }
}
