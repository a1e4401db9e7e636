// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPairLiquidity} from "../../../contracts/interfaces/IPairLiquidity.sol";
import {ITreasury} from "../../../contracts/interfaces/ITreasury.sol";
import {Treasury} from "../../../contracts/Treasury.sol";
import {VM} from "../../fixtures/Vm.sol";
import {LiquidityChange, PairWorld} from "../PairWorld.sol";
import {PairHandler} from "./PairHandler.sol";

/// @notice Proposals of the DAO that add liquidity and remove it, within the treasury's caps, and calls of strangers.
contract LiquidityHandler is PairHandler {
    uint256 private constant ANY_TIME = type(uint256).max;

    Treasury private immutable _treasury;
    address private immutable _owner;

    error OnlyItself(address caller);

    constructor(PairWorld world) PairHandler(world) {
        (_treasury, _owner) = (world.treasury(), world.OWNER());
        _addKind("add");
        _addKind("add with ether left over");
        _addKind("add with SCV left over");
        _addKind("remove");
        _addKind("no addition below the minima");
        _addKind("no removal below the minima");
        _addKind("no addition above a cap");
        _addKind("nothing for a stranger");
    }

    modifier onlyItself() {
        if (msg.sender != address(this)) revert OnlyItself(msg.sender);
        _;
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](4);
        list[0] = this.add.selector;
        list[1] = this.addTooMuch.selector;
        list[2] = this.remove.selector;
        list[3] = this.bother.selector;
    }

    // Proposals

    function add(uint256 seed) external {
        (uint256 coins, uint256 wei_) = _amounts(seed);
        (, , uint256 coinsFree) = _treasury.capOf(address(_coin));
        (, , uint256 etherFree) = _treasury.capOf(address(0));
        if (coins > coinsFree || wei_ > etherFree) return;
        (uint256 coinsUsed, uint256 weiUsed) = _inRatio(coins, wei_);
        if (coinsUsed == 0 || weiUsed == 0) return;
        _refuseAddition(seed, [coins, wei_], [coinsUsed, weiUsed]);

        LiquidityChange memory change;
        change.isAddition = true;
        change.least = _random(seed, 4) % 2 == 0 ? [coinsUsed, weiUsed] : [coinsUsed / 2, weiUsed / 2];
        uint256[2] memory before = _balances(address(_treasury));
        uint256[2] memory reserves = _reserves();
        uint256 tokens = _pair.balanceOf(address(_treasury));
        this.proposeAddition([coins, wei_], change.least);
        uint256[2] memory now_ = _balances(address(_treasury));
        change.changed = [before[0] - now_[0], before[1] - now_[1]];
        change.moved = [_reserves()[0] - reserves[0], _reserves()[1] - reserves[1]];
        change.at = _world.time();
        _world.noteChange(change, _pair.balanceOf(address(_treasury)) - tokens);
        _count("add");
        if (weiUsed < wei_) _count("add with ether left over");
        if (coinsUsed < coins) _count("add with SCV left over");
    }

    function addTooMuch(uint256 seed) external {
        (, , uint256 coinsFree) = _treasury.capOf(address(_coin));
        uint256 coins = coinsFree + 1 + (_random(seed, 1) % 1e18);
        if (coins > _coin.balanceOf(address(_treasury))) return;
        bytes memory expected = abi.encodeWithSelector(
            ITreasury.TreasuryCapExceeded.selector,
            address(_coin),
            coins,
            coinsFree
        );
        _proposalMustFail(
            "no addition above a cap",
            abi.encodeCall(this.proposeAddition, ([coins, 1 ether], [uint256(0), 0])),
            expected
        );
    }

    function remove(uint256 seed) external {
        uint256 held = _pair.balanceOf(address(_treasury));
        uint256 tokens = (held * (1 + (_random(seed, 1) % 90))) / 100;
        if (tokens == 0) return;
        uint256[2] memory out = _worth(tokens);
        if (out[0] == 0 || out[1] == 0) return;
        _proposalMustFail(
            "no removal below the minima",
            abi.encodeCall(this.proposeRemoval, (tokens, [out[0], out[1] + 1])),
            abi.encodeWithSelector(
                IPairLiquidity.PairLiquidityBelowMinimum.selector,
                out[0],
                out[0],
                out[1],
                out[1] + 1
            )
        );
        LiquidityChange memory change;
        change.least = out;
        uint256[2] memory before = _balances(address(_treasury));
        uint256[2] memory reserves = _reserves();
        this.proposeRemoval(tokens, out);
        uint256[2] memory now_ = _balances(address(_treasury));
        change.changed = [now_[0] - before[0], now_[1] - before[1]];
        change.moved = [reserves[0] - _reserves()[0], reserves[1] - _reserves()[1]];
        change.at = _world.time();
        _world.noteChange(change, tokens);
        _count("remove");
    }

    /// @notice Makes the two calls of a proposal, as `addLiquidityCalls` of the SDK writes them.
    function proposeAddition(uint256[2] memory amounts, uint256[2] memory least) external onlyItself {
        VM.prank(_owner);
        _treasury.pay(address(_coin), address(_liquidity), amounts[0], 0);
        bytes memory data = abi.encodeCall(_liquidity.add, (least[0], least[1], address(_treasury), _world.time()));
        VM.prank(_owner);
        _treasury.execute(address(_liquidity), amounts[1], data, 0);
    }

    /// @notice Makes the two calls of a proposal, as `removeLiquidityCalls` of the SDK writes them.
    function proposeRemoval(uint256 tokens, uint256[2] memory least) external onlyItself {
        VM.prank(_owner);
        _treasury.pay(address(_pair), address(_liquidity), tokens, 0);
        bytes memory data = abi.encodeCall(_liquidity.remove, (least[0], least[1], address(_treasury), _world.time()));
        VM.prank(_owner);
        _treasury.execute(address(_liquidity), 0, data, 0);
    }

    // Strangers

    /// @dev Nothing is left for the next caller, with or without ether.
    function bother(uint256 seed) external {
        address stranger = _world.member(_random(seed, 1));
        bytes4 error = IPairLiquidity.PairLiquidityNothingPaidIn.selector;
        bytes memory data = abi.encodeCall(_liquidity.add, (0, 0, stranger, ANY_TIME));
        bytes memory expected = abi.encodeWithSelector(error, 0, 1e9, 0);
        _mustRefuse("nothing for a stranger", stranger, address(_liquidity), 1e9, data, expected);
        data = abi.encodeCall(_liquidity.remove, (0, 0, stranger, ANY_TIME));
        expected = abi.encodeWithSelector(error, 0, 0, 0);
        _mustRefuse("nothing for a stranger", stranger, address(_liquidity), 0, data, expected);
    }

    // Internal

    /// @dev Up to a fifth of a day's cap, in any ratio.
    function _amounts(uint256 seed) private view returns (uint256 coins, uint256 wei_) {
        coins = 1e9 + (_random(seed, 1) % (_world.COIN_CAP() / 5));
        wei_ = 1e9 + (_random(seed, 2) % (_world.ETHER_CAP() / 5));
    }

    function _refuseAddition(uint256 seed, uint256[2] memory amounts, uint256[2] memory used) private {
        bool coinsMiss = _random(seed, 5) % 2 == 0;
        uint256[2] memory least = coinsMiss ? [used[0] + 1, uint256(0)] : [uint256(0), used[1] + 1];
        _proposalMustFail(
            "no addition below the minima",
            abi.encodeCall(this.proposeAddition, (amounts, least)),
            abi.encodeWithSelector(
                IPairLiquidity.PairLiquidityBelowMinimum.selector,
                used[0],
                least[0],
                used[1],
                least[1]
            )
        );
    }

    /// @dev A proposal whose second call fails undoes the first.
    function _proposalMustFail(bytes32 kind, bytes memory call, bytes memory expected) private {
        (bool success, bytes memory result) = address(this).call(call);
        if (success || keccak256(result) != keccak256(expected)) revert NotRefused(kind, result);
        _count(kind);
    }

    /// @dev What the pair takes of both, computed by division of the amounts and not as the contract does.
    function _inRatio(uint256 coins, uint256 wei_) private view returns (uint256, uint256) {
        uint256[2] memory reserves = _reserves();
        if (_pair.totalSupply() == 0) return (coins, wei_);
        bool coinsLimit = coins * reserves[1] < (wei_ + 1) * reserves[0];
        return coinsLimit ? (coins, (coins * reserves[1]) / reserves[0]) : ((wei_ * reserves[0]) / reserves[1], wei_);
    }

    /// @dev What liquidity tokens are worth: a share of what the pair holds.
    function _worth(uint256 tokens) private view returns (uint256[2] memory) {
        uint256 supply = _pair.totalSupply();
        uint256 coins = _coin.balanceOf(address(_pair));
        uint256 wei_ = _weth.balanceOf(address(_pair));
        return [(tokens * coins) / supply, (tokens * wei_) / supply];
    }

    function _reserves() private view returns (uint256[2] memory) {
        (uint256 coins, uint256 wei_) = _checkout.reserves();
        return [coins, wei_];
    }

    function _balances(address account) private view returns (uint256[2] memory) {
        return [_coin.balanceOf(account), account.balance];
    }
}
