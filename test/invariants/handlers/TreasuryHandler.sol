// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {Payout, toPayout} from "../../../contracts/types/Payout.sol";
import {VM, bound} from "../../fixtures/Vm.sol";
import {World} from "../World.sol";
import {Handler} from "./Handler.sol";

/// @notice Payments by the DAO and by stewards, and the limits of both.
contract TreasuryHandler is Handler {
    bytes32 private constant REF = "ref";

    constructor(World world) Handler(world) {
        _addKind("receive ether");
        _addKind("pay coins");
        _addKind("pay ether");
        _addKind("payMany coins");
        _addKind("payMany ether");
        _addKind("payAndCall");
        _addKind("execute");
        _addKind("execute withdrawTo");
        _addKind("setBudget");
        _addKind("setCap");
        _addKind("schedule cap");
        _addKind("apply cap");
        _addKind("lift cap");
        _addKind("refused applyCap before its time");
        _addKind("spend coins");
        _addKind("spend ether");
        _addKind("refused pay above the cap");
        _addKind("refused spend above the budget");
    }

    /// @dev This handler is the contract that `execute` calls with ether.
    receive() external payable {}

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](13);
        list[0] = this.receiveEther.selector;
        list[1] = this.pay.selector;
        list[2] = this.payMany.selector;
        list[3] = this.payAndCall.selector;
        list[4] = this.execute.selector;
        list[5] = this.executeWithdraw.selector;
        list[6] = this.setBudget.selector;
        list[7] = this.setCap.selector;
        list[8] = this.spend.selector;
        list[9] = this.payAboveCap.selector;
        list[10] = this.spendAboveBudget.selector;
        list[11] = this.applyCap.selector;
        list[12] = this.applyCapEarly.selector;
    }

    function receiveEther(uint256 fromSeed, uint256 amount) external watched {
        address from = _world.member(fromSeed);
        amount = bound(amount, 1, 5e18);
        VM.deal(from, amount);
        VM.prank(from);
        (bool success, ) = address(_treasury).call{value: amount}("");
        VM.assertTrue(success, "the treasury takes ether");
        _world.noteEther(amount, 0);
        _count("receive ether");
    }

    // Payments by the DAO

    function pay(uint256 assetSeed, uint256 toSeed, uint256 amountSeed) external watched {
        address asset = _asset(assetSeed);
        uint256 amount = _portion(amountSeed, _free(asset));
        if (amount == 0) return;
        address to = _payee(asset, toSeed);
        VM.prank(address(_dao));
        _treasury.pay(asset, to, amount, REF);
        _notePayment(asset, to, amount);
        _count(asset == ETHER ? bytes32("pay ether") : bytes32("pay coins"));
    }

    function payMany(uint256 assetSeed, uint256[2] calldata toSeeds, uint256 amountSeed) external watched {
        address asset = _asset(assetSeed);
        uint256 amount = _portion(amountSeed, _free(asset));
        if (amount == 0) return;
        Payout[] memory payouts = new Payout[](2);
        payouts[0] = toPayout(_payee(asset, toSeeds[0]), uint96(amount / 2));
        payouts[1] = toPayout(_payee(asset, toSeeds[1]), uint96(amount - amount / 2));
        VM.prank(address(_dao));
        _treasury.payMany(asset, payouts, REF);
        for (uint256 i = 0; i < 2; ++i) _notePayment(asset, payouts[i].recipient(), payouts[i].amount());
        _count(asset == ETHER ? bytes32("payMany ether") : bytes32("payMany coins"));
    }

    function payAndCall(uint256 amountSeed) external watched {
        uint256 amount = _portion(amountSeed, _free(address(_coin)));
        if (amount == 0) return;
        VM.prank(address(_dao));
        _treasury.payAndCall(address(_coin), address(_votes), amount, "", REF);
        _world.noteLock(address(_treasury), address(_treasury), amount);
        _count("payAndCall");
    }

    function execute(uint256 amountSeed) external watched {
        uint256 amount = _portion(amountSeed, _free(ETHER));
        if (amount == 0) return;
        VM.prank(address(_dao));
        _treasury.execute(address(this), amount, "", REF);
        _world.noteEther(0, amount);
        _count("execute");
    }

    /// @dev Makes the treasury unlock what `payAndCall` locked.
    function executeWithdraw(uint256 amountSeed) external watched {
        uint256 amount = _portion(amountSeed, _votes.balanceOf(address(_treasury)));
        if (amount == 0) return;
        bytes memory data = abi.encodeCall(_votes.withdrawTo, (address(_treasury), amount));
        VM.prank(address(_dao));
        _treasury.execute(address(_votes), 0, data, REF);
        _world.noteUnlock(address(_treasury), address(_treasury), amount);
        _count("execute withdrawTo");
    }

    function payAboveCap(uint256 assetSeed, uint256 toSeed, uint256 excess) external watched {
        address asset = _asset(assetSeed);
        (, uint256 period, uint256 available) = _treasury.capOf(asset);
        uint256 balance = _balance(asset);
        if (period == 0 || balance <= available) return;
        uint256 amount = bound(excess, available + 1, balance);
        _mustRefuse(
            "refused pay above the cap",
            address(_dao),
            address(_treasury),
            abi.encodeCall(_treasury.pay, (asset, _world.member(toSeed), amount, REF)),
            abi.encodeWithSelector(ITreasury.TreasuryCapExceeded.selector, asset, amount, available)
        );
    }

    // Limits

    function setBudget(uint256 stewardSeed, uint256 assetSeed, uint256 amount, uint256 period) external watched {
        (address steward, address asset) = (_steward(stewardSeed), _asset(assetSeed));
        (amount, period) = (bound(amount, 0, 4e18), bound(period, 1, 400));
        VM.prank(address(_dao));
        _treasury.setBudget(steward, asset, amount, period);
        _world.noteBudget(steward, asset, amount, period);
        _count("setBudget");
    }

    function setCap(uint256 assetSeed, uint256 amount, uint256 period, uint256 liftSeed) external watched {
        address asset = _asset(assetSeed);
        // Caps are lifted less often than set, so that most payments are capped.
        bool lift = liftSeed % 8 == 0;
        (amount, period) = lift ? (0, 0) : (bound(amount, 1e18, 6e18), bound(period, 1, 60));
        // Freezes are rare, because they take effect at once and take days to lift.
        if (liftSeed % 32 == 1) amount = 0;
        VM.prank(address(_dao));
        _treasury.setCap(asset, amount, period);
        _count(_world.noteSetCap(asset, amount, period) ? bytes32("setCap") : bytes32("schedule cap"));
    }

    function applyCap(uint256 assetSeed) external watched {
        address asset = _asset(assetSeed);
        (uint256 amount, uint256 period, uint256 effectiveAt) = _treasury.scheduledCapOf(asset);
        if (effectiveAt == 0) return;
        if (block.timestamp < effectiveAt) {
            // Rarely, because votes end in the meantime.
            if ((assetSeed >> 8) % 2 != 0) return;
            _world.warpTo(effectiveAt);
        }
        _treasury.applyCap(asset);
        _world.noteCap(asset, amount, period);
        _count(period == 0 ? bytes32("lift cap") : bytes32("apply cap"));
    }

    function applyCapEarly(uint256 assetSeed) external watched {
        address asset = _asset(assetSeed);
        (, , uint256 effectiveAt) = _treasury.scheduledCapOf(asset);
        if (effectiveAt != 0 && block.timestamp >= effectiveAt) return;
        _mustRefuse(
            "refused applyCap before its time",
            address(_dao),
            address(_treasury),
            abi.encodeCall(_treasury.applyCap, (asset)),
            abi.encodeWithSelector(ITreasury.TreasuryNoCapDue.selector, asset, effectiveAt)
        );
    }

    // Stewards

    function spend(uint256 stewardSeed, uint256 assetSeed, uint256 toSeed, uint256 amountSeed) external watched {
        (address steward, address asset) = (_steward(stewardSeed), _asset(assetSeed));
        (, , uint256 available) = _treasury.budgetOf(steward, asset);
        uint256 free = _free(asset);
        uint256 amount = _portion(amountSeed, free < available ? free : available);
        if (amount == 0) return;
        address to = _payee(asset, toSeed);
        VM.prank(steward);
        _treasury.spend(asset, to, amount, REF);
        _notePayment(asset, to, amount);
        _world.noteSpend(steward, asset, amount);
        _count(asset == ETHER ? bytes32("spend ether") : bytes32("spend coins"));
    }

    function spendAboveBudget(uint256 stewardSeed, uint256 assetSeed, uint256 excess) external watched {
        (address steward, address asset) = (_steward(stewardSeed), _asset(assetSeed));
        (, , uint256 available) = _treasury.budgetOf(steward, asset);
        uint256 amount = bound(excess, available + 1, type(uint256).max);
        _mustRefuse(
            "refused spend above the budget",
            steward,
            address(_treasury),
            abi.encodeCall(_treasury.spend, (asset, steward, amount, REF)),
            abi.encodeWithSelector(ITreasury.TreasuryBudgetExceeded.selector, steward, asset, amount, available)
        );
    }

    // Internal

    function _asset(uint256 seed) private view returns (address) {
        return seed % 2 == 0 ? ETHER : address(_coin);
    }

    /// @dev Other members never have a budget, see HostileHandler.
    function _steward(uint256 seed) private view returns (address) {
        return _world.member(seed % 2);
    }

    /// @dev The treasury is the only contract that accepts ether.
    function _payee(address asset, uint256 seed) private view returns (address) {
        if (asset != ETHER) return _world.recipient(seed);
        return seed % 8 == 0 ? address(_treasury) : _world.member(seed >> 8);
    }

    function _balance(address asset) private view returns (uint256) {
        return asset == ETHER ? address(_treasury).balance : _coin.balanceOf(address(_treasury));
    }

    function _free(address asset) private view returns (uint256) {
        (, uint256 period, uint256 available) = _treasury.capOf(asset);
        uint256 balance = _balance(asset);
        return period != 0 && available < balance ? available : balance;
    }

    function _notePayment(address asset, address to, uint256 amount) private {
        if (asset != ETHER) _world.noteCoins(address(_treasury), to, amount);
        else if (to != address(_treasury)) _world.noteEther(0, amount);
    }
}
