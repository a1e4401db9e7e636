// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Treasury} from "../../../contracts/Treasury.sol";
import {OddToken} from "../../../contracts/mocks/OddToken.sol";
import {Payout, toPayout} from "../../../contracts/types/Payout.sol";
import {deploy} from "../../fixtures/Deploy.sol";
import {VM} from "../../fixtures/Vm.sol";
import {Kinds} from "./Kinds.sol";

/// @notice A treasury that pays in tokens that break the standard, one of each oddity with a cap and one without, and a
/// model of what must happen. It owns the treasury.
contract OddTokenHandler is Kinds {
    struct Outflow {
        uint256 time;
        uint256 amount;
    }

    /// @dev What a call is expected to do.
    struct Plan {
        OddToken token;
        address[] to;
        uint256[] amounts;
        bool succeeds;
    }

    uint256 public constant ODDITIES = 7;
    /// @dev The first half of the tokens has a cap.
    uint256 public constant TOKENS = 2 * ODDITIES;
    uint256 public constant ACCOUNTS = 3;
    uint256 public constant CAP = 1e6;
    uint256 private constant CAP_PERIOD = 100;
    uint256 private constant BUDGET = 6e5;
    uint256 private constant BUDGET_PERIOD = 50;
    uint256 private constant STEWARDS = 2;
    uint256 private constant START = 1_800_000_000;
    bytes32 private constant REF = "ref";

    Treasury public immutable treasury;

    OddToken[] public tokens;
    mapping(OddToken token => mapping(address account => uint256)) public balanceOf;
    mapping(OddToken token => Outflow[]) private _outflows;
    mapping(OddToken token => bool) private _isCapped;
    mapping(OddToken token => bool) private _raisesNext;
    uint256 private _time;

    error WrongOutcome(bytes32 kind, OddToken.Oddity oddity, bool succeeded, bytes result);
    error RefusalChangedSomething(bytes32 kind, OddToken.Oddity oddity);
    error WrongBudget(OddToken.Oddity oddity, uint256 before, uint256 asked, uint256 left);

    constructor() {
        _warp(START);
        address coin = deploy("ServiceCoin", abi.encode(address(this), address(this), 0, 1));
        treasury = Treasury(payable(deploy("Treasury", abi.encode(address(this), coin))));
        for (uint256 i = 0; i < TOKENS; ++i) {
            OddToken token = OddToken(deploy("OddToken", abi.encode(i % ODDITIES)));
            tokens.push(token);
            _isCapped[token] = i < ODDITIES;
            if (_isCapped[token]) treasury.setCap(address(token), CAP, CAP_PERIOD);
            for (uint256 k = 0; k < STEWARDS; ++k) {
                treasury.setBudget(_steward(k), address(token), BUDGET, BUDGET_PERIOD);
            }
            _rebase(token, 4 * CAP);
        }
        _addKind("pay");
        _addKind("payMany");
        _addKind("payAndCall");
        _addKind("execute");
        _addKind("spend");
        _addKind("rebase");
        _addKind("wait");
        _addKind("refused pay");
        _addKind("refused payMany");
        _addKind("refused payAndCall");
        _addKind("refused execute");
        _addKind("refused spend");
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](7);
        list[0] = this.pay.selector;
        list[1] = this.payMany.selector;
        list[2] = this.payAndCall.selector;
        list[3] = this.execute.selector;
        list[4] = this.spend.selector;
        list[5] = this.rebase.selector;
        list[6] = this.wait.selector;
    }

    function pay(uint256 seed) external {
        Plan memory plan = _plan(seed, 1);
        bytes memory call = abi.encodeCall(treasury.pay, (address(plan.token), plan.to[0], plan.amounts[0], REF));
        _run("pay", "refused pay", address(this), call, plan);
    }

    function payMany(uint256 seed) external {
        Plan memory plan = _plan(seed, 1 + (_random(seed, 20) % 3));
        Payout[] memory payouts = new Payout[](plan.to.length);
        for (uint256 i = 0; i < payouts.length; ++i) payouts[i] = toPayout(plan.to[i], uint96(plan.amounts[i]));
        bytes memory call = abi.encodeCall(treasury.payMany, (address(plan.token), payouts, REF));
        _run("payMany", "refused payMany", address(this), call, plan);
    }

    function payAndCall(uint256 seed) external {
        Plan memory plan = _plan(seed, 1);
        // The treasury reads what `transferAndCall` returns, without exception.
        if (plan.token.oddity() == OddToken.Oddity.ReturnsNothing) plan.succeeds = false;
        bytes memory call = abi.encodeCall(
            treasury.payAndCall,
            (address(plan.token), plan.to[0], plan.amounts[0], "", REF)
        );
        _run("payAndCall", "refused payAndCall", address(this), call, plan);
    }

    /// @dev Calls the token itself, which is allowed only without a cap.
    function execute(uint256 seed) external {
        Plan memory plan = _plan(seed, 1);
        if (_isCapped[plan.token]) plan.succeeds = false;
        // Here the DAO alone must look at what the token returned.
        if (plan.token.oddity() == OddToken.Oddity.ReturnsFalse && !_isCapped[plan.token]) {
            (plan.succeeds, plan.to, plan.amounts) = (true, new address[](0), new uint256[](0));
        }
        uint256 amount = plan.amounts.length == 0 ? 1 : plan.amounts[0];
        address to = plan.to.length == 0 ? _account(0) : plan.to[0];
        bytes memory transfer = abi.encodeCall(plan.token.transfer, (to, amount));
        bytes memory call = abi.encodeCall(treasury.execute, (address(plan.token), 0, transfer, REF));
        _run("execute", "refused execute", address(this), call, plan);
    }

    function spend(uint256 seed) external {
        Plan memory plan = _plan(seed, 1);
        address steward = _steward(_random(seed, 21));
        uint256 asked = plan.amounts[0];
        (, , uint256 available) = treasury.budgetOf(steward, address(plan.token));
        if (asked > available) plan.succeeds = false;
        bytes memory call = abi.encodeCall(treasury.spend, (address(plan.token), plan.to[0], asked, REF));
        _run("spend", "refused spend", steward, call, plan);
        (, , uint256 left) = treasury.budgetOf(steward, address(plan.token));
        if (left != (plan.succeeds ? available - asked : available)) {
            revert WrongBudget(plan.token.oddity(), available, asked, left);
        }
    }

    /// @dev A change without a payment counts nowhere, and may leave too little for the next payment.
    function rebase(uint256 seed) external {
        _rebase(tokens[_random(seed, 0) % TOKENS], _random(seed, 1) % (4 * CAP));
        _count("rebase");
    }

    function wait(uint256 seed) external {
        _warp(_time + 1 + (_random(seed, 0) % CAP_PERIOD));
        _count("wait");
    }

    /// @notice Returns what left a capped token within its period, which ends now.
    function outflowOf(OddToken token) public view returns (uint256 sum) {
        Outflow[] storage list = _outflows[token];
        for (uint256 i = list.length; i > 0 && list[i - 1].time + CAP_PERIOD > _time; --i) sum += list[i - 1].amount;
    }

    function account(uint256 index) external pure returns (address) {
        return _account(index);
    }

    // Internal

    /// @dev Makes the call, compares its outcome with the plan, and notes what the plan moves.
    function _run(bytes32 kind, bytes32 refusal, address sender, bytes memory call, Plan memory plan) private {
        bytes32 before = _stateHash(plan.token);
        VM.prank(sender);
        (bool success, bytes memory result) = address(treasury).call(call);
        OddToken.Oddity oddity = plan.token.oddity();
        if (success != plan.succeeds) revert WrongOutcome(kind, oddity, success, result);
        if (success) _move(plan);
        else if (_stateHash(plan.token) != before) revert RefusalChangedSomething(kind, oddity);
        _count(success ? kind : refusal);
    }

    function _plan(uint256 seed, uint256 count) private view returns (Plan memory plan) {
        plan.token = tokens[_random(seed, 0) % TOKENS];
        (plan.to, plan.amounts) = (new address[](count), new uint256[](count));
        for (uint256 i = 0; i < count; ++i) {
            plan.to[i] = _account(_random(seed, 1 + i));
            uint256 random = _random(seed, 10 + i);
            // Rarely more than a cap allows.
            plan.amounts[i] = (random >> 8) % (random % 8 == 0 ? 2 * CAP : CAP / 8);
        }
        (bool works, uint256 counted, , ) = _outcome(plan);
        plan.succeeds = works && (!_isCapped[plan.token] || outflowOf(plan.token) + counted <= CAP);
    }

    /// @dev Works out what the token does with the transfers.
    /// @return works Whether the token makes all of them.
    /// @return counted What a cap must count: the amount asked for, or what left if that is more.
    /// @return left Balance of the treasury afterwards.
    function _outcome(Plan memory plan) private view returns (bool works, uint256 counted, uint256 left, bool raises) {
        OddToken.Oddity oddity = plan.token.oddity();
        if (oddity == OddToken.Oddity.ReturnsFalse || oddity == OddToken.Oddity.Reverts) return (false, 0, 0, false);
        uint256 before = balanceOf[plan.token][address(treasury)];
        (left, raises) = (before, _raisesNext[plan.token]);
        for (uint256 i = 0; i < plan.amounts.length; ++i) {
            uint256 amount = plan.amounts[i];
            counted += amount;
            uint256 extra = oddity == OddToken.Oddity.DebitsDouble ? amount : 0;
            uint256 raise = 0;
            if (oddity == OddToken.Oddity.Rebases) {
                if (raises) raise = amount / 2;
                else extra = amount / 2;
                raises = !raises;
            }
            if (left < amount + extra) return (false, 0, 0, false);
            left = left + raise - amount - extra;
        }
        works = true;
        if (before > left && before - left > counted) counted = before - left;
    }

    function _move(Plan memory plan) private {
        if (plan.amounts.length == 0) return;
        (, uint256 counted, uint256 left, bool raises) = _outcome(plan);
        (balanceOf[plan.token][address(treasury)], _raisesNext[plan.token]) = (left, raises);
        if (_isCapped[plan.token]) _outflows[plan.token].push(Outflow(_time, counted));
        bool takesFee = plan.token.oddity() == OddToken.Oddity.TakesFee;
        for (uint256 i = 0; i < plan.to.length; ++i) {
            uint256 amount = plan.amounts[i];
            balanceOf[plan.token][plan.to[i]] += takesFee ? amount - amount / 10 : amount;
        }
    }

    function _rebase(OddToken token, uint256 balance) private {
        token.rebase(address(treasury), balance);
        balanceOf[token][address(treasury)] = balance;
    }

    function _stateHash(OddToken token) private view returns (bytes32 hash) {
        hash = keccak256(abi.encode(token.balanceOf(address(treasury)), token.totalSupply(), token.raisesNext()));
        for (uint256 i = 0; i < ACCOUNTS; ++i) hash = keccak256(abi.encode(hash, token.balanceOf(_account(i))));
        (uint256 amount, uint256 period, uint256 available) = treasury.capOf(address(token));
        hash = keccak256(abi.encode(hash, amount, period, available));
        for (uint256 i = 0; i < STEWARDS; ++i) {
            (amount, period, available) = treasury.budgetOf(_steward(i), address(token));
            hash = keccak256(abi.encode(hash, amount, period, available));
        }
    }

    /// @dev The time is also stored, because the compiler may read `block.timestamp` only once and reuse it.
    function _warp(uint256 time) private {
        _time = time;
        VM.warp(time);
    }

    function _account(uint256 index) private pure returns (address) {
        return address(uint160(0xacc000 + (index % ACCOUNTS)));
    }

    function _steward(uint256 index) private pure returns (address) {
        return address(uint160(0x57e000 + (index % STEWARDS)));
    }

    function _random(uint256 seed, uint256 n) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, n)));
    }
}
