// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ServiceCoin} from "../../contracts/ServiceCoin.sol";
import {ServiceDAO} from "../../contracts/ServiceDAO.sol";
import {ServiceVotes} from "../../contracts/ServiceVotes.sol";
import {Treasury} from "../../contracts/Treasury.sol";
import {SystemBase} from "../fixtures/SystemBase.sol";
import {VM} from "../fixtures/Vm.sol";

/// @notice The system under test, and a model of it. The handlers note here what each call should change.
/// @dev The model never reads a balance, vote or limit from the contracts to expect it later.
contract World is SystemBase {
    struct Outflow {
        uint256 time;
        uint256 amount;
        uint256 limit;
        uint256 period;
        uint256 epoch;
    }

    struct Limit {
        uint256 amount;
        uint256 period;
        uint256 epoch;
    }

    address internal constant ETHER = address(0);

    /// @dev All accounts that can ever hold coins or votes, with the members first.
    address[] private _holders;
    mapping(address holder => uint256) private _indexOf;

    mapping(address holder => uint256) public coinsOf;
    mapping(address holder => uint256) public lockedOf;
    mapping(address holder => address) public delegateOf;
    uint256 public minted;
    uint256 public burned;
    uint256 public donated;
    uint256 public treasuryEther;

    mapping(address asset => Limit) public capOf;
    mapping(address asset => Outflow[]) private _outflows;
    mapping(address steward => mapping(address asset => Limit)) public budgetOf;
    mapping(address steward => mapping(address asset => Outflow[])) private _spends;

    uint32 public executionDelay;
    uint256 public breaches;

    uint256 public proposals;
    mapping(uint256 proposalId => uint256) public snapshotOf;
    mapping(uint256 proposalId => mapping(address voter => uint256)) public weightOf;
    mapping(uint256 proposalId => mapping(address voter => uint256)) public ballotsOf;
    mapping(uint256 proposalId => uint256[3]) private _tallies;

    uint256[2] private _balancesBefore;

    constructor() {
        _deploySystem();
        for (uint256 i = 0; i < MEMBERS; ++i) _addHolder(_member(i));
        _addHolder(address(_treasury));
        _addHolder(address(_dao));
        _addHolder(address(_votes));
        _addHolder(address(_coin));
        _addHolder(address(0x57a6e5));
        coinsOf[address(_treasury)] = TREASURY_COINS;
        treasuryEther = TREASURY_ETHER;
        executionDelay = _initialSettings().executionDelay;
        for (uint256 i = 0; i < MEMBERS; ++i) {
            coinsOf[_member(i)] = SHARE;
            VM.prank(_member(i));
            _coin.transferAndCall(address(_votes), SHARE / 2);
            noteLock(_member(i), _member(i), SHARE / 2);
        }
        warpTo(START + 1);
    }

    // Lists

    function coin() external view returns (ServiceCoin) {
        return _coin;
    }

    function votes() external view returns (ServiceVotes) {
        return _votes;
    }

    function dao() external view returns (ServiceDAO) {
        return _dao;
    }

    function treasury() external view returns (Treasury) {
        return _treasury;
    }

    function member(uint256 seed) external view returns (address) {
        return _member(seed);
    }

    function key(uint256 seed) external pure returns (uint256) {
        return _key(seed);
    }

    function memberCount() external pure returns (uint256) {
        return MEMBERS;
    }

    function guardian() external view returns (address) {
        return _initialSettings().guardian;
    }

    function holders() external view returns (address[] memory) {
        return _holders;
    }

    /// @dev Returns mostly a member or the treasury, because coins sent to the others cannot be used again.
    function recipient(uint256 seed) external view returns (address) {
        if (seed % 8 == 1) return address(_treasury);
        return seed % 8 == 0 ? _holders[(seed >> 8) % _holders.length] : _member(seed >> 8);
    }

    // Time

    function wait(uint256 duration) external {
        warpTo(block.timestamp + duration);
    }

    /// @dev Time moves only here, so that the votes at each snapshot are noted.
    function warpTo(uint256 time) public {
        if (time <= block.timestamp) return;
        for (uint256 id = 1; id <= proposals; ++id) {
            uint256 snapshot = snapshotOf[id];
            if (snapshot < block.timestamp || snapshot >= time) continue;
            uint256[] memory weights = votesOfHolders();
            for (uint256 i = 0; i < weights.length; ++i) weightOf[id][_holders[i]] = weights[i];
        }
        VM.warp(time);
    }

    // Coins and locked coins

    /// @dev The zero address means minting or burning.
    function noteCoins(address from, address to, uint256 amount) public {
        if (from == address(0)) minted += amount;
        else coinsOf[from] -= amount;
        if (to == address(0)) burned += amount;
        else coinsOf[to] += amount;
        if (to == address(_votes)) donated += amount;
    }

    function noteLock(address from, address account, uint256 amount) public {
        coinsOf[from] -= amount;
        coinsOf[address(_votes)] += amount;
        lockedOf[account] += amount;
    }

    function noteUnlock(address account, address to, uint256 amount) external {
        lockedOf[account] -= amount;
        coinsOf[address(_votes)] -= amount;
        coinsOf[to] += amount;
    }

    function noteVotes(address from, address to, uint256 amount) external {
        lockedOf[from] -= amount;
        lockedOf[to] += amount;
    }

    function noteDelegate(address account, address delegatee) external {
        delegateOf[account] = delegatee == address(0) ? account : delegatee;
    }

    function votesOfHolders() public view returns (uint256[] memory sums) {
        sums = new uint256[](_holders.length);
        for (uint256 i = 0; i < _holders.length; ++i) {
            sums[_indexOf[delegateOf[_holders[i]]]] += lockedOf[_holders[i]];
        }
    }

    // Proposals

    function noteProposal(uint256 id, uint256 snapshot) external {
        proposals = id;
        snapshotOf[id] = snapshot;
    }

    function noteBallot(uint256 id, address voter, uint8 support) external {
        _tallies[id][support] += weightOf[id][voter];
        ++ballotsOf[id][voter];
    }

    function tallyOf(uint256 id) external view returns (uint256[3] memory) {
        return _tallies[id];
    }

    function noteExecutionDelay(uint32 newExecutionDelay) external {
        executionDelay = newExecutionDelay;
    }

    // Treasury

    function noteEther(uint256 incoming, uint256 outgoing) external {
        treasuryEther = treasuryEther + incoming - outgoing;
    }

    /// @return immediate Whether the cap takes effect at once. A looser cap must wait.
    function noteSetCap(address asset, uint256 amount, uint256 period) external returns (bool immediate) {
        Limit storage cap = capOf[asset];
        immediate = cap.period == 0 || (amount <= cap.amount && period >= cap.period);
        if (immediate) noteCap(asset, amount, period);
    }

    /// @dev A longer period covers payments that a shorter one may have dropped, so the count starts anew.
    function noteCap(address asset, uint256 amount, uint256 period) public {
        Limit storage cap = capOf[asset];
        if (period > cap.period) ++cap.epoch;
        (cap.amount, cap.period) = (amount, period);
    }

    function noteBudget(address steward, address asset, uint256 amount, uint256 period) external {
        Limit storage budget = budgetOf[steward][asset];
        (budget.amount, budget.period, budget.epoch) = (amount, period, budget.epoch + 1);
    }

    function noteSpend(address steward, address asset, uint256 amount) external {
        _record(_spends[steward][asset], budgetOf[steward][asset], amount);
    }

    /// @dev Called before every action of every handler, so that every outflow is seen, regardless of its cause.
    function beforeAction() external {
        _balancesBefore = [address(_treasury).balance, _coin.balanceOf(address(_treasury))];
    }

    function afterAction() external {
        uint256[2] memory balances = [address(_treasury).balance, _coin.balanceOf(address(_treasury))];
        address[2] memory assets = [ETHER, address(_coin)];
        for (uint256 i = 0; i < 2; ++i) {
            if (balances[i] >= _balancesBefore[i] || capOf[assets[i]].period == 0) continue;
            _record(_outflows[assets[i]], capOf[assets[i]], _balancesBefore[i] - balances[i]);
        }
    }

    /// @notice Returns how much more than allowed left in the worst window that ended with an outflow.
    function excessOverCap(address asset) external view returns (uint256) {
        return _excess(_outflows[asset], 1);
    }

    /// @notice Returns the same for a budget. It is full at the start and refills within the period, so it allows twice
    /// the amount at most.
    function excessOverBudget(address steward, address asset) external view returns (uint256) {
        return _excess(_spends[steward][asset], 2);
    }

    // Breaches

    /// @notice Notes that a forbidden call succeeded.
    function noteBreach() external {
        ++breaches;
    }

    // Internal

    function _addHolder(address holder) private {
        _indexOf[holder] = _holders.length;
        _holders.push(holder);
        delegateOf[holder] = holder;
    }

    function _record(Outflow[] storage list, Limit memory limit, uint256 amount) private {
        list.push(Outflow(block.timestamp, amount, limit.amount, limit.period, limit.epoch));
    }

    function _excess(Outflow[] storage list, uint256 factor) private view returns (uint256 worst) {
        for (uint256 end = 0; end < list.length; ++end) {
            Outflow memory last = list[end];
            uint256 sum = 0;
            for (uint256 i = end + 1; i > 0; --i) {
                Outflow memory earlier = list[i - 1];
                if (earlier.epoch != last.epoch || earlier.time + last.period <= last.time) break;
                sum += earlier.amount;
            }
            uint256 allowed = last.limit * factor;
            if (sum > allowed && sum - allowed > worst) worst = sum - allowed;
        }
    }
}
