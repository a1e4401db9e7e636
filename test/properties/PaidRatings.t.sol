// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PaymentHub} from "../../contracts/PaymentHub.sol";
import {ServiceCoin} from "../../contracts/ServiceCoin.sol";
import {ServiceRegistry} from "../../contracts/ServiceRegistry.sol";
import {ServiceReputation} from "../../contracts/ServiceReputation.sol";
import {PlainDeal} from "../fixtures/PlainDeal.sol";
import {deploy} from "../fixtures/Deploy.sol";
import {VM, bound} from "../fixtures/Vm.sol";

/// @notice Random ratings of real deals, some of them revoked. The stored sums must equal a fresh count.
contract PaidRatingsTest {
    uint256 private constant START = 1_800_000_000;
    uint256 private constant SUPPLY = type(uint96).max;
    uint256 private constant PAYERS = 3;
    uint256 private constant SERVICES = 2;
    uint256 private constant STEPS = 12;
    address private constant PROVIDER = address(0xa2);
    address private constant TREASURY = address(0xa4);

    /// @dev Feedback as recorded by the test. `rating` has 18 decimals, and `paid` is 0 for plain feedback.
    struct Said {
        uint256 agentId;
        address client;
        uint64 index;
        uint256 rating;
        uint256 paid;
        bool revoked;
    }

    ServiceCoin private _coin;
    PaymentHub private _hub;
    ServiceReputation private _reputation;
    Said[] private _said;
    mapping(uint256 agentId => mapping(address client => uint64)) private _last;

    function setUp() external {
        VM.warp(START);
        _coin = ServiceCoin(deploy("ServiceCoin", abi.encode(address(this), address(this), SUPPLY, SUPPLY)));
        _hub = PaymentHub(deploy("PaymentHub", abi.encode(address(this), _coin, TREASURY)));
        ServiceRegistry registry = ServiceRegistry(deploy("ServiceRegistry", ""));
        _reputation = ServiceReputation(deploy("ServiceReputation", abi.encode(registry, _hub)));
        for (uint256 i = 0; i < SERVICES; ++i) {
            VM.prank(PROVIDER);
            registry.register();
        }
        for (uint256 i = 0; i < PAYERS; ++i) {
            _coin.transfer(_payer(i), SUPPLY / PAYERS);
            VM.prank(_payer(i));
            _coin.approve(address(_hub), type(uint256).max);
        }
    }

    function testFuzz_sumsAreWhatCountingTells(uint256 seed, uint16 feeBps) external {
        _hub.setFee(uint16(bound(feeBps, 0, 100)));
        for (uint256 i = 0; i < STEPS; ++i) {
            _step(i, uint256(keccak256(abi.encode(seed, i))));
            for (uint256 agentId = 0; agentId < SERVICES; ++agentId) _assertSummary(agentId);
        }
        // Revoke everything: the sums return to zero.
        for (uint256 i = 0; i < _said.length; ++i) {
            if (!_said[i].revoked) _revoke(_said[i]);
        }
        for (uint256 agentId = 0; agentId < SERVICES; ++agentId) _assertSummary(agentId);
    }

    function testFuzz_theBestRatingsOfTheLargestPaymentsFit(uint96 price, uint256 rating) external {
        price = uint96(bound(price, SUPPLY / 4, SUPPLY / PAYERS));
        rating = bound(rating, 99e18, 100e18);
        for (uint256 i = 0; i < PAYERS; ++i) {
            _rate(0, _payer(i), _paidDeal(_payer(i), price, price, bytes32(i)), int128(uint128(rating)), 18);
            _remember(0, _payer(i), rating, price);
            _assertSummary(0);
        }
    }

    // Steps

    /// @dev Mostly rates a deal; otherwise gives plain feedback or revokes feedback.
    function _step(uint256 number, uint256 random) private {
        uint256 agentId = (random >> 8) % SERVICES;
        address client = _payer((random >> 16) % PAYERS);
        uint8 decimals = uint8((random >> 24) % 19);
        uint256 value = bound(random >> 32, 0, 100 * 10 ** uint256(decimals));
        if (random % 4 == 0 && _said.length != 0) {
            Said storage said = _said[(random >> 64) % _said.length];
            if (!said.revoked) _revoke(said);
        } else if (random % 4 == 1) {
            VM.prank(client);
            _reputation.giveFeedback(agentId, int128(uint128(value)), decimals, "starred", "", "", "", 0);
            _remember(agentId, client, 0, 0);
        } else {
            uint96 price = uint96(bound(random >> 128, 1, SUPPLY >> (5 + ((random >> 40) % 80))));
            uint256 paid = bound(random >> 72, 1, price);
            _rate(agentId, client, _paidDeal(client, price, paid, bytes32(number)), int128(uint128(value)), decimals);
            _remember(agentId, client, value * 10 ** uint256(18 - decimals), paid);
        }
    }

    function _paidDeal(address payer, uint96 price, uint256 paid, bytes32 ref) private returns (PlainDeal memory deal) {
        (deal.payer, deal.payee, deal.price, deal.ref) = (payer, PROVIDER, price, ref);
        (deal.deadline, deal.feeBps) = (uint40(START + 1 days), _hub.fee());
        VM.prank(payer);
        _hub.open(deal.packed(), price, "");
        VM.prank(payer);
        _hub.release(deal.packed(), paid);
    }

    function _rate(uint256 agentId, address client, PlainDeal memory deal, int128 value, uint8 decimals) private {
        VM.prank(client);
        _reputation.giveFeedbackForDeal(agentId, value, decimals, "", "", 0, deal.packed());
    }

    function _remember(uint256 agentId, address client, uint256 rating, uint256 paid) private {
        uint64 index = ++_last[agentId][client];
        _said.push(Said(agentId, client, index, rating, paid, false));
    }

    function _revoke(Said storage said) private {
        VM.prank(said.client);
        _reputation.revokeFeedback(said.agentId, said.index);
        said.revoked = true;
    }

    // Model

    function _assertSummary(uint256 agentId) private view {
        uint256 count;
        uint256 paid;
        uint256 ratings;
        uint256 weighted;
        for (uint256 i = 0; i < _said.length; ++i) {
            Said memory said = _said[i];
            if (said.agentId != agentId || said.revoked || said.paid == 0) continue;
            ++count;
            paid += said.paid;
            ratings += said.rating;
            weighted += said.rating * said.paid;
        }
        (uint64 toldCount, uint256 toldPaid, uint256 average, uint256 weightedAverage) = _reputation.getPaidSummary(
            agentId
        );
        VM.assertEq(toldCount, count, "count");
        VM.assertEq(toldPaid, paid, "paid");
        VM.assertEq(average, count == 0 ? 0 : ratings / count, "average");
        VM.assertEq(weightedAverage, paid == 0 ? 0 : weighted / paid, "weighted average");
    }

    function _payer(uint256 i) private pure returns (address) {
        return address(uint160(0xb0 + i));
    }
}
