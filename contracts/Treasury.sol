// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC1363} from "@openzeppelin/contracts/interfaces/IERC1363.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {RateLimiter} from "@openzeppelin/contracts/utils/RateLimiter.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {IServiceCoin} from "./interfaces/IServiceCoin.sol";
import {ITreasury} from "./interfaces/ITreasury.sol";
import {Payout} from "./types/Payout.sol";

/// @title Treasury
/// @notice Payments by the DAO and its stewards, within budgets and caps. See `ITreasury`.
/// @dev A cap is charged after the money has moved, with the amount paid or the decrease of the balance, whichever is
/// larger, so income during the call cannot hide what leaves. Payments cannot be nested, because the inner one would be
/// charged twice.
contract Treasury is ITreasury, Ownable, ReentrancyGuard {
    using Checkpoints for Checkpoints.Trace208;
    using EnumerableSet for EnumerableSet.AddressSet;
    using RateLimiter for RateLimiter.RefillingBucket;
    using RateLimiter for RateLimiter.SlidingWindow;
    using SafeERC20 for IERC20;

    struct CapChange {
        uint208 amount;
        uint48 period;
        uint48 effectiveAt;
    }

    address private constant ETHER = address(0);

    /// @dev Every budget and cap has its own limiter with a single entry.
    bytes32 private constant ENTRY = 0;

    /// @notice Maximum number of capped assets. It bounds the loop in `execute`.
    uint256 public constant MAX_CAPS = 16;

    /// @notice Seconds until a cap can be loosened or lifted, so that members and the guardian can react.
    uint48 public constant CAP_DELAY = 7 days;

    /// @notice ServiceCoin, whose `transferBatch` makes `payMany` cheaper.
    IServiceCoin public immutable coin;

    mapping(address steward => mapping(address asset => RateLimiter.RefillingBucket)) private _budgets;
    mapping(address asset => RateLimiter.SlidingWindow) private _caps;
    mapping(address asset => CapChange) private _capChanges;
    EnumerableSet.AddressSet private _cappedAssets;

    /// @param dao Owner of the treasury.
    /// @param coin_ ServiceCoin.
    constructor(address dao, IServiceCoin coin_) Ownable(dao) {
        coin = coin_;
    }

    /// @notice Accepts ether from anyone.
    /// @dev Emits `Received`.
    receive() external payable {
        emit Received(msg.sender, msg.value);
    }

    // Payments by the DAO

    /// @inheritdoc ITreasury
    function pay(address asset, address to, uint256 amount, bytes32 ref) external onlyOwner nonReentrant {
        emit Paid(asset, to, amount, ref);
        uint256 balanceBefore = _balanceIfCapped(asset);
        _transfer(asset, to, amount);
        _chargeCap(asset, balanceBefore, amount);
    }

    /// @inheritdoc ITreasury
    function payMany(address asset, Payout[] calldata payouts, bytes32 ref) external onlyOwner nonReentrant {
        if (payouts.length == 0) revert TreasuryNoPayouts(asset, ref);
        bool batched = asset == address(coin);
        uint256 balanceBefore = _balanceIfCapped(asset);
        uint256 sum;
        for (uint256 i = 0; i < payouts.length; ++i) {
            (address to, uint256 amount) = (payouts[i].recipient(), payouts[i].amount());
            sum += amount;
            emit Paid(asset, to, amount, ref);
            if (batched) _checkRecipient(asset, to);
            else _transfer(asset, to, amount);
        }
        if (batched) coin.transferBatch(payouts);
        _chargeCap(asset, balanceBefore, sum);
    }

    /// @inheritdoc ITreasury
    function payAndCall(
        address asset,
        address to,
        uint256 amount,
        bytes calldata data,
        bytes32 ref
    ) external onlyOwner nonReentrant {
        if (asset == ETHER) revert TreasuryForbiddenTarget(to);
        _checkRecipient(asset, to);
        emit Paid(asset, to, amount, ref);
        uint256 balanceBefore = _balanceIfCapped(asset);
        if (!IERC1363(asset).transferAndCall(to, amount, data)) revert TreasuryTransferFailed(asset, to, amount);
        _chargeCap(asset, balanceBefore, amount);
    }

    /// @inheritdoc ITreasury
    function execute(
        address target,
        uint256 value,
        bytes calldata data,
        bytes32 ref
    ) external onlyOwner nonReentrant returns (bytes memory result) {
        if (target != ETHER && _cappedAssets.contains(target)) revert TreasuryForbiddenTarget(target);

        // Record the balances of all capped assets.
        address[] memory assets = _cappedAssets.values();
        uint256[] memory balancesBefore = new uint256[](assets.length);
        for (uint256 i = 0; i < assets.length; ++i) balancesBefore[i] = _balanceOf(assets[i]);

        // Call the target.
        emit Executed(target, value, data, ref);
        result = Address.functionCallWithValue(target, data, value);

        // Charge the caps with what left.
        for (uint256 i = 0; i < assets.length; ++i) {
            _chargeCap(assets[i], balancesBefore[i], assets[i] == ETHER ? value : 0);
        }
    }

    // Budgets

    /// @inheritdoc ITreasury
    function setBudget(address steward, address asset, uint256 amount, uint256 period) external onlyOwner {
        _checkRecipient(asset, steward);
        _checkLimit(asset, amount, period);
        RateLimiter.RefillingBucket storage budget = _budgets[steward][asset];
        budget.updateSettings(uint48(period), uint208(amount));
        budget.reset(ENTRY);
        emit BudgetSet(steward, asset, amount, period);
    }

    /// @inheritdoc ITreasury
    function spend(address asset, address to, uint256 amount, bytes32 ref) external nonReentrant {
        RateLimiter.RefillingBucket storage budget = _budgets[msg.sender][asset];
        // Reject even 0 without a budget. Otherwise anyone could make the treasury call any contract's `transfer`.
        if (budget._capacity == 0 || !budget.tryConsume(ENTRY, amount)) {
            revert TreasuryBudgetExceeded(msg.sender, asset, amount, budget.available(ENTRY));
        }
        emit Spent(msg.sender, asset, to, amount, ref);
        uint256 balanceBefore = _balanceIfCapped(asset);
        _transfer(asset, to, amount);
        _chargeCap(asset, balanceBefore, amount);
    }

    /// @inheritdoc ITreasury
    function budgetOf(
        address steward,
        address asset
    ) external view returns (uint256 amount, uint256 period, uint256 available) {
        RateLimiter.RefillingBucket storage budget = _budgets[steward][asset];
        return (budget._capacity, budget._window, budget.available(ENTRY));
    }

    // Caps

    /// @inheritdoc ITreasury
    function setCap(address asset, uint256 amount, uint256 period) external onlyOwner {
        _checkLimit(asset, amount, period);
        // Require a working `balanceOf`, without which every `execute` would fail. Lifting the cap needs none.
        if (period != 0) _balanceOf(asset);
        RateLimiter.SlidingWindow storage cap = _caps[asset];
        bool capped = _cappedAssets.contains(asset);
        if (capped && (amount > cap._limit || period < cap._window)) {
            uint48 effectiveAt = uint48(block.timestamp) + CAP_DELAY;
            _capChanges[asset] = CapChange(uint208(amount), uint48(period), effectiveAt);
            emit CapScheduled(asset, amount, period, effectiveAt);
        } else {
            delete _capChanges[asset];
            _setCap(asset, amount, period);
        }
    }

    /// @inheritdoc ITreasury
    function applyCap(address asset) external {
        CapChange memory change = _capChanges[asset];
        if (!_isDue(change)) revert TreasuryNoCapDue(asset, change.effectiveAt);
        delete _capChanges[asset];
        _setCap(asset, change.amount, change.period);
    }

    /// @inheritdoc ITreasury
    function capOf(address asset) public view returns (uint256 amount, uint256 period, uint256 available) {
        RateLimiter.SlidingWindow storage cap = _caps[asset];
        return (cap._limit, cap._window, cap.available(ENTRY));
    }

    /// @inheritdoc ITreasury
    function applicableCapOf(address asset) external view returns (uint256 amount, uint256 period, uint256 available) {
        CapChange memory change = _capChanges[asset];
        if (!_isDue(change)) return capOf(asset);
        // The limiter computes only with the period that is set, so look up what left in the period to be set.
        Checkpoints.Trace208 storage outflow = _caps[asset]._items[ENTRY];
        uint256 since = Math.saturatingSub(block.timestamp, Math.max(change.period, 1));
        uint256 used = outflow.latest() - outflow.upperLookupRecent(uint48(since));
        return (change.amount, change.period, Math.saturatingSub(change.amount, used));
    }

    /// @inheritdoc ITreasury
    function scheduledCapOf(address asset) external view returns (uint256 amount, uint256 period, uint256 effectiveAt) {
        CapChange memory change = _capChanges[asset];
        return (change.amount, change.period, change.effectiveAt);
    }

    /// @inheritdoc ITreasury
    function cappedAssets() external view returns (address[] memory) {
        return _cappedAssets.values();
    }

    // Internal

    function _transfer(address asset, address to, uint256 amount) private {
        _checkRecipient(asset, to);
        if (asset == ETHER) {
            (bool success, ) = to.call{value: amount}("");
            if (!success) revert TreasuryEtherTransferFailed(to, amount, address(this).balance);
        } else {
            IERC20(asset).safeTransfer(to, amount);
        }
    }

    function _setCap(address asset, uint256 amount, uint256 period) private {
        if (period == 0) {
            _cappedAssets.remove(asset);
        } else if (_cappedAssets.add(asset)) {
            if (_cappedAssets.length() > MAX_CAPS) revert TreasuryTooManyCaps(asset, MAX_CAPS);
            _caps[asset].reset(ENTRY);
        }
        _caps[asset].updateSettings(uint48(period), uint208(amount));
        emit CapSet(asset, amount, period);
    }

    function _chargeCap(address asset, uint256 balanceBefore, uint256 asked) private {
        if (!_cappedAssets.contains(asset)) return;
        uint256 amount = Math.max(asked, Math.saturatingSub(balanceBefore, _balanceOf(asset)));
        RateLimiter.SlidingWindow storage cap = _caps[asset];
        uint256 available = cap.available(ENTRY);
        if (!cap.tryConsume(ENTRY, amount)) revert TreasuryCapExceeded(asset, amount, available);
    }

    function _balanceIfCapped(address asset) private view returns (uint256) {
        return _cappedAssets.contains(asset) ? _balanceOf(asset) : 0;
    }

    function _balanceOf(address asset) private view returns (uint256) {
        return asset == ETHER ? address(this).balance : IERC20(asset).balanceOf(address(this));
    }

    function _isDue(CapChange memory change) private view returns (bool) {
        return change.effectiveAt != 0 && block.timestamp >= change.effectiveAt;
    }

    function _checkRecipient(address asset, address to) private pure {
        if (to == address(0)) revert TreasuryInvalidRecipient(asset, to);
    }

    function _checkLimit(address asset, uint256 amount, uint256 period) private pure {
        bool tooLarge = amount > type(uint208).max || period > type(uint48).max;
        if (tooLarge || (amount != 0 && period == 0)) revert TreasuryInvalidLimit(asset, amount, period);
    }
}
