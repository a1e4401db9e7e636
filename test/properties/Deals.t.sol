// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PaymentHub} from "../../contracts/PaymentHub.sol";
import {ServiceCoin} from "../../contracts/ServiceCoin.sol";
import {Deal} from "../../contracts/types/Deal.sol";
import {PlainDeal} from "../fixtures/PlainDeal.sol";
import {deploy} from "../fixtures/Deploy.sol";
import {VM, bound} from "../fixtures/Vm.sol";

/// @notice Random deals from opening to end, in which no base unit is lost or created.
contract DealsTest {
    uint256 private constant START = 1_800_000_000;
    uint256 private constant SUPPLY = type(uint96).max;
    uint256 private constant STEPS = 6;
    address private constant PAYER = address(0xa1);
    address private constant PAYEE = address(0xa2);
    address private constant STRANGER = address(0xa3);
    address private constant TREASURY = address(0xa4);

    ServiceCoin private _coin;
    PaymentHub private _hub;
    /// @dev The current time, because the compiler may read `block.timestamp` only once and reuse it.
    uint256 private _time;
    uint256 private _came;
    uint256 private _returned;
    uint256 private _paid;
    uint256 private _fees;

    function setUp() external {
        _warp(START);
        _coin = ServiceCoin(deploy("ServiceCoin", abi.encode(address(this), PAYER, SUPPLY, SUPPLY)));
        _hub = PaymentHub(deploy("PaymentHub", abi.encode(address(this), _coin, TREASURY)));
        VM.prank(PAYER);
        _coin.approve(address(_hub), type(uint256).max);
    }

    function testFuzz_streamsAndSubscriptions(uint96 price, uint32 period, uint256 times, uint256 seed) external {
        PlainDeal memory deal = _deal(seed);
        deal.price = uint96(bound(price, 1, 1e18));
        deal.period = period % 3 == 0 ? 1 : uint32(bound(period, 2, 10 days));
        deal.start = uint40(START - 5 days + (times % 10 days));
        uint256 earliest = deal.start > START ? deal.start : START;
        if (times % 5 != 0) deal.deadline = uint40(earliest + 1 + ((times >> 64) % 20 days));
        _open(deal, seed);
        for (uint256 i = 0; i < STEPS; ++i) _step(deal, uint256(keccak256(abi.encode(seed, i))));
        _end(deal, seed);
        _assertEnd(deal);
    }

    function testFuzz_orders(uint96 price, uint256 seed) external {
        PlainDeal memory deal = _deal(seed);
        deal.price = uint96(bound(price, 1, SUPPLY));
        deal.deadline = uint40(START + (seed % 10 days));
        deal.window = uint32((seed >> 32) % 90 days);
        _open(deal, seed);
        Deal memory packed = deal.packed();
        if (seed % 2 == 0) _release(packed, bound(seed >> 8, 1, deal.price));
        if (seed % 3 == 0 && _left() != 0) _refund(packed, PAYEE, bound(seed >> 16, 1, _left()));
        if (_left() != 0 && seed % 5 < 3) {
            VM.prank(PAYEE);
            _hub.deliver(packed, "");
            _warp(START + deal.window + 1);
            VM.prank(STRANGER);
            _hub.claim(packed);
            _notePaid(deal.feeBps, _left());
        } else if (_left() != 0) {
            _warp(uint256(deal.deadline) + 1);
            _refund(packed, STRANGER, _left());
        }
        _assertEnd(deal);
    }

    // Steps

    function _deal(uint256 seed) private returns (PlainDeal memory deal) {
        (deal.payer, deal.payee, deal.ref) = (PAYER, PAYEE, bytes32(seed));
        deal.feeBps = uint16((seed >> 200) % 101);
        _hub.setFee(deal.feeBps);
    }

    function _open(PlainDeal memory deal, uint256 random) private {
        uint256 amount = deal.price;
        if (!deal.isOrder()) amount = bound(random, 1, deal.price * (deal.period == 1 ? 10 days : 5));
        VM.prank(PAYER);
        _hub.open(deal.packed(), amount, "");
        _came += amount;
    }

    /// @dev Waits, then claims if something is due, refunds a part, or tops up.
    function _step(PlainDeal memory deal, uint256 random) private {
        _warp(_time + ((random >> 16) % 5 days));
        uint256 due = _due(deal);
        VM.assertEq(_hub.dueOf(deal.packed()), due, "due");
        if (random % 3 == 0 && due != 0) {
            VM.prank(STRANGER);
            _hub.claim(deal.packed());
            _notePaid(deal.feeBps, due);
        } else if (random % 3 == 1 && (deal.deadline == 0 || _time <= deal.deadline)) {
            _open(deal, random);
        } else if (random % 3 == 2 && _left() != 0) {
            _refund(deal.packed(), PAYEE, bound(random >> 8, 1, _left() / 2 + 1));
        }
    }

    /// @dev Either party cancels, or strangers claim and refund after the deadline.
    function _end(PlainDeal memory deal, uint256 seed) private {
        if (seed % 3 == 0 && deal.deadline != 0) {
            if (_time <= deal.deadline) _warp(uint256(deal.deadline) + 1);
            uint256 unowed = _left() - _due(deal);
            if (unowed != 0) _refund(deal.packed(), STRANGER, unowed);
            if (_left() == 0) return;
            VM.prank(STRANGER);
            _hub.claim(deal.packed());
            _notePaid(deal.feeBps, _left());
        } else {
            uint256 due = _due(deal);
            VM.prank(seed % 2 == 0 ? PAYER : PAYEE);
            _hub.cancel(deal.packed());
            _notePaid(deal.feeBps, due);
            _returned += _left();
        }
    }

    function _release(Deal memory deal, uint256 amount) private {
        VM.prank(PAYER);
        _hub.release(deal, amount);
        _notePaid(deal.terms.feeBps(), amount);
    }

    function _refund(Deal memory deal, address by, uint256 amount) private {
        VM.prank(by);
        _hub.refund(deal, amount);
        _returned += amount;
    }

    // Model

    function _warp(uint256 time) private {
        _time = time;
        VM.warp(time);
    }

    function _left() private view returns (uint256) {
        return _came - _returned - _paid;
    }

    function _due(PlainDeal memory deal) private view returns (uint256) {
        uint256 owed = deal.owedAt(_time);
        if (owed <= _paid) return 0;
        return owed - _paid < _left() ? owed - _paid : _left();
    }

    function _notePaid(uint256 feeBps, uint256 amount) private {
        _paid += amount;
        _fees += (amount * feeBps) / 10_000;
    }

    function _assertEnd(PlainDeal memory deal) private {
        (uint256 funded, uint256 paid, , ) = _hub.escrowOf(_hub.idOf(deal.packed()));
        VM.assertEq(_left(), 0, "left");
        VM.assertEq(funded, _came - _returned, "funded");
        VM.assertEq(paid, _paid, "paid");
        VM.assertEq(_coin.balanceOf(PAYER), SUPPLY - _came + _returned, "payer");
        VM.assertEq(_coin.balanceOf(PAYEE), _paid - _fees, "payee");
        VM.assertEq(_coin.balanceOf(address(_hub)), _fees, "hub");
        _hub.collect();
        VM.assertEq(_coin.balanceOf(TREASURY), _fees, "treasury");
        VM.assertEq(_coin.balanceOf(address(_hub)), 0, "hub after all");
    }
}
