// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ITreasury} from "../../contracts/interfaces/ITreasury.sol";
import {SystemBase} from "../fixtures/SystemBase.sol";
import {VM, bound} from "../fixtures/Vm.sol";

contract TreasuryLimitsTest is SystemBase {
    struct Payment {
        uint256 time;
        uint256 amount;
    }

    uint256 private constant STEPS = 20;
    address private constant ETHER = address(0);
    address private constant PAYEE = address(0xBEEF);

    Payment[] private _payments;

    function setUp() external {
        _deploySystem();
        VM.deal(address(_treasury), 1_000_000e18);
    }

    /// @dev Models the bucket as a level that rises linearly up to the amount and falls by what is spent.
    function testFuzz_aBudgetRefillsEvenly(uint256 amount, uint256 period, uint256 seed) external {
        amount = bound(amount, 1, 1000e18);
        period = bound(period, 1, 60 days);
        address steward = _member(0);
        VM.prank(address(_dao));
        _treasury.setBudget(steward, ETHER, amount, period);
        uint256 level = amount;
        uint256 levelAt = block.timestamp;
        uint256 time = levelAt;
        for (uint256 i = 0; i < STEPS; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            time += _timeStep(random, period);
            VM.warp(time);
            uint256 risen = level + ((time - levelAt) * amount) / period;
            if (risen > amount) risen = amount;
            _assertBudget(steward, amount, period, risen);
            uint256 ask = _ask(random >> 128, risen, amount);
            if (_spend(steward, ask, risen) && ask != 0) (level, levelAt) = (risen - ask, time);
        }
    }

    /// @dev Models the cap as a list of all payments that is summed up anew each time.
    function testFuzz_aCapBoundsEveryWindow(uint256 amount, uint256 period, uint256 seed) external {
        amount = bound(amount, 1, 1000e18);
        period = bound(period, 1, 60 days);
        VM.prank(address(_dao));
        _treasury.setCap(ETHER, amount, period);
        uint256 time = block.timestamp;
        for (uint256 i = 0; i < STEPS; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            time += _timeStep(random, period);
            VM.warp(time);
            uint256 available = amount - _paidSince(time, period);
            _assertCap(amount, period, available);
            uint256 ask = _ask(random >> 128, available, amount);
            if (_pay(ask, available)) _payments.push(Payment(time, ask));
        }
    }

    /// @dev Half of the steps are shorter than the period, and some end exactly at its end or one second off.
    function _timeStep(uint256 random, uint256 period) private pure returns (uint256) {
        uint256 kind = random % 6;
        random >>= 8;
        if (kind == 0) return 0;
        if (kind == 1) return period;
        if (kind == 2) return period - 1;
        if (kind == 3) return period + 1;
        return random % (kind == 4 ? period : period / 4 + 1);
    }

    /// @dev Returns everything available, one more than that, or any amount.
    function _ask(uint256 random, uint256 available, uint256 amount) private pure returns (uint256) {
        uint256 kind = random % 4;
        random >>= 8;
        if (kind == 0) return available;
        if (kind == 1) return available + 1;
        return random % (kind == 2 ? amount + 1 : available / 3 + 1);
    }

    function _spend(address steward, uint256 ask, uint256 available) private returns (bool within) {
        within = ask <= available;
        bytes4 selector = ITreasury.TreasuryBudgetExceeded.selector;
        uint256 paidBefore = PAYEE.balance;
        VM.prank(steward);
        if (!within) VM.expectRevert(abi.encodeWithSelector(selector, steward, ETHER, ask, available));
        _treasury.spend(ETHER, PAYEE, ask, "ref");
        VM.assertEq(PAYEE.balance, paidBefore + (within ? ask : 0), "balance of the payee");
    }

    function _pay(uint256 ask, uint256 available) private returns (bool within) {
        within = ask <= available;
        uint256 paidBefore = PAYEE.balance;
        VM.prank(address(_dao));
        if (!within) {
            VM.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryCapExceeded.selector, ETHER, ask, available));
        }
        _treasury.pay(ETHER, PAYEE, ask, "ref");
        VM.assertEq(PAYEE.balance, paidBefore + (within ? ask : 0), "balance of the payee");
    }

    function _paidSince(uint256 time, uint256 period) private view returns (uint256 sum) {
        for (uint256 i = 0; i < _payments.length; ++i) {
            if (_payments[i].time + period > time) sum += _payments[i].amount;
        }
    }

    function _assertBudget(address steward, uint256 amount, uint256 period, uint256 available) private view {
        (uint256 amountNow, uint256 periodNow, uint256 availableNow) = _treasury.budgetOf(steward, ETHER);
        VM.assertEq(amountNow, amount, "amount of the budget");
        VM.assertEq(periodNow, period, "period of the budget");
        VM.assertEq(availableNow, available, "available budget");
    }

    function _assertCap(uint256 amount, uint256 period, uint256 available) private view {
        (uint256 amountNow, uint256 periodNow, uint256 availableNow) = _treasury.capOf(ETHER);
        VM.assertEq(amountNow, amount, "amount of the cap");
        VM.assertEq(periodNow, period, "period of the cap");
        VM.assertEq(availableNow, available, "available within the cap");
    }
}
